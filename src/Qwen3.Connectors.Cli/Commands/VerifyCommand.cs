using System.CommandLine;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Compares a model file with the published values of its model.</summary>
internal static class VerifyCommand
{
    private const string Description =
        "Compares a model file with the published values of its model: header, tokenizer, and numbers that are computed on this machine. " +
        "Exit code 0 if no check failed, 3 if one did.";

    public static Command Create(CliEnvironment environment)
    {
        var model = ModelParameter.Create();
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var command = model.CreateCommand("verify", Description, threads, json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = await environment.ResolveModel(environment, model.GetModel(parsed), cancellationToken).ConfigureAwait(false);
            var verifier = ModelFile.Open(path, () => environment.OpenVerifier(path, parsed.GetValue(threads)));
            var verification = await verifier.VerifyAsync(cancellationToken).ConfigureAwait(false);
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(verification) : VerificationText.Format(verification));
            return verification.Passed ? ExitCodes.Ok : ExitCodes.BadModel;
        });
        return command;
    }
}
