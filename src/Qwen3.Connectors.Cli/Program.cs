using System.Text;
using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Cli.Input;
using Qwen3.Connectors.Cli.Output;

// JSON Lines are UTF-8, whatever the encoding of the console is.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
await using var output = new StreamWriter(new ResultStream(StandardStreams.OpenOutput()), utf8, 1 << 16);
await using var error = new StreamWriter(new ErrorStream(Console.OpenStandardError()), utf8) { AutoFlush = true };
var environment = new CliEnvironment(StandardStreams.OpenInput(), output, error)
{
    IsInputRedirected = Console.IsInputRedirected,
    IsTerminal = !Console.IsErrorRedirected,
    Columns = Console.IsErrorRedirected || Console.WindowWidth <= 0 ? 80 : Console.WindowWidth,
};
if (CommandLineBytes.FindInvalidArgument(args) is { } position)
{
    error.WriteLine($"qwen3: argument {position} is not UTF-8; expected UTF-8. Convert it, or put the text into a UTF-8 file (--file).");
    return ExitCodes.BadInput;
}

return await new CliApplication(environment).RunAsync(args);
