using System.CommandLine;
using Qwen3.Connectors.Cli.Commands;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli;

/// <summary>From arguments to an exit code.</summary>
internal sealed class CliApplication(CliEnvironment environment)
{
    private const string About =
        """
        Embeds and reranks texts with local Qwen3 GGUF models.

        A model is a file, or a name as 'qwen3 list' shows it; what is not here is downloaded then.
        Texts are arguments, or JSON Lines (a JSON string a line) with --file; '--file -' reads standard input. Put '--' before texts that start with a dash.
        Results are JSON Lines on standard output, messages go to standard error.
        Exit codes: 0 done, 1 failed, 2 wrong options or input, 3 bad model file, 4 download failed, 130 cancelled.
        """;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        // Response files are off: a text may start with an at sign.
        var parsed = CreateRoot().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (ArgumentFaults.Find(parsed, arguments) is { } fault)
        {
            return Report(ExitCodes.BadInput, $"{fault} See 'qwen3 --help'.");
        }

        var invocation = new InvocationConfiguration { Output = environment.Output, Error = environment.Error, EnableDefaultExceptionHandler = false };
        try
        {
            var exitCode = await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
            await environment.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            return exitCode;
        }
        catch (Exception exception)
        {
            return Report(exception);
        }
    }

    private RootCommand CreateRoot() => new(About)
    {
        EmbedCommand.Create(environment),
        RerankCommand.Create(environment),
        TokensCommand.Create(environment),
        InfoCommand.Create(environment),
        VerifyCommand.Create(environment),
        BenchCommand.Create(environment),
        PullCommand.Create(environment),
        ListCommand.Create(environment),
        WhereCommand.Create(environment),
    };

    private int Report(Exception exception) => exception switch
    {
        CliException known => Report(known.ExitCode, known.Message),
        ModelDownloadException => Report(ExitCodes.DownloadFailed, exception.Message),
        OperationCanceledException => Report(ExitCodes.Cancelled, "cancelled"),
        InvalidModelException => Report(ExitCodes.BadModel, exception.Message),
        ArgumentException => Report(ExitCodes.BadInput, MessageOf(exception)),
        InvalidOutputException or IOException => Report(ExitCodes.Failed, exception.Message),
        _ => Report(ExitCodes.Failed, $"this is a bug in qwen3: {exception.GetType().Name}: {exception.Message}"),
    };

    private int Report(int exitCode, string message)
    {
        environment.Error.WriteLine($"qwen3: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }

    /// <summary>The message without the name of a parameter that the user never saw.</summary>
    public static string MessageOf(Exception exception)
    {
        var at = exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return at < 0 ? exception.Message : exception.Message[..at];
    }
}
