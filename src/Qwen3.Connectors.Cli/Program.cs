using System.Text;
using Qwen3.Connectors.Cli;

// JSON Lines are UTF-8, whatever the encoding of the console is.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var input = new StreamReader(Console.OpenStandardInput(), utf8);
await using var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 1 << 16);
var environment = new CliEnvironment(input, output, Console.Error)
{
    IsTerminal = !Console.IsErrorRedirected,
    Columns = Console.IsErrorRedirected || Console.WindowWidth <= 0 ? 80 : Console.WindowWidth,
};
return await new CliApplication(environment).RunAsync(args);
