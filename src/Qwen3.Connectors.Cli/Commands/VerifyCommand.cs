using System.CommandLine;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Holds a model file against what is known of its model.</summary>
internal static class VerifyCommand
{
    private const string About =
        "Holds a model file against what is known of its model: header, tokenizer, and published numbers, computed here. " +
        "Exit code 0 where nothing failed, 3 where something did.";

    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.CatalogName("The GGUF file of the model, or its name ('qwen3 list').");
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var command = new Command("verify", About) { model, threads, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = await environment.GetModel(environment, parsed.GetRequiredValue(model), cancellationToken).ConfigureAwait(false);
            var verifier = ModelFile.Open(path, () => environment.OpenVerifier(path, parsed.GetValue(threads)));
            var verification = await verifier.VerifyAsync(cancellationToken).ConfigureAwait(false);
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(verification) : VerificationText.Format(verification));
            return verification.Passed ? ExitCodes.Ok : ExitCodes.BadModel;
        });
        return command;
    }
}
