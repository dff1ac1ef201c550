using System.Text;
using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Cli.Output;

// JSON Lines are UTF-8, whatever the encoding of the console is.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
await using var output = new StreamWriter(new ResultStream(StandardStreams.OpenOutput()), utf8, 1 << 16);
var environment = new CliEnvironment(StandardStreams.OpenInput(), output, Console.Error)
{
    IsInputRedirected = Console.IsInputRedirected,
    IsTerminal = !Console.IsErrorRedirected,
    Columns = Console.IsErrorRedirected || Console.WindowWidth <= 0 ? 80 : Console.WindowWidth,
};
return await new CliApplication(environment).RunAsync(args);
