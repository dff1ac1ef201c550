using System.CommandLine;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Diagnosis;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Examines a server.</summary>
internal static class DoctorCommand
{
    private const string Description =
        "Examines a server (vLLM, text-embeddings-inference, Ollama, llama-server and others) with known texts: whether it embeds and "
            + "reranks "
        + "as the models were trained, and what to change where it does not. Exit code 0 if no check failed, 3 if one did.";

    private const string KeyVariable = "QWEN3_SERVER_KEY";

    public static Command Create(CliEnvironment environment)
    {
        var address = new Argument<string>("url")
        {
            Description = "The server's URL, or a connection string such as 'Endpoint=http://host:8000;Model=NAME'.",
        };
        var model = new Option<string?>("--model")
        {
            Description = "The server's name of the model. Default: its only one, or first.",
            HelpName = "name",
        };
        var reference = new Option<string?>("--reference")
        {
            Description = "A model file or name to compare the server's embeddings with, for models without published numbers.",
            HelpName = "path|name",
        };
        var json = CommonOptions.Json();
        var command = new Command("doctor", $"{Description} The environment variable {KeyVariable} has the server's key.")
        {
            address, model, reference, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = ReadOptions(parsed.GetValue(address)!, parsed.GetValue(model));
            using var local = await OpenReferenceAsync(environment, parsed.GetValue(reference), cancellationToken).ConfigureAwait(false);
            var diagnosis = await new ServerDoctor(options) { Reference = local }.RunAsync(cancellationToken).ConfigureAwait(false);
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(diagnosis) : DiagnosisText.Format(diagnosis));
            return diagnosis.Passed ? ExitCodes.Ok : ExitCodes.BadModel;
        });
        return command;
    }

    private static RemoteOptions ReadOptions(string connection, string? model)
    {
        try
        {
            var options = RemoteOptions.Parse(connection);
            options.Model = model ?? options.Model;
            options.Key ??= Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null;

            // A person waits for the answer.
            options.MaxRetries = Math.Min(options.MaxRetries, 1);
            return options;
        }
        catch (FormatException exception)
        {
            throw new CliException(ExitCodes.BadInput, $"the address can't be read: {exception.Message}", exception);
        }
    }

    private static async Task<LocalEmbeddingEngine?> OpenReferenceAsync(
        CliEnvironment environment, string? model, CancellationToken cancellationToken)
    {
        if (model is null)
        {
            return null;
        }

        var path = await environment.ResolveModel(environment, ModelValue.Parse(model), cancellationToken).ConfigureAwait(false);
        return new LocalEmbeddingEngine(ModelFile.Open(path, () => EmbeddingModel.Load(path)));
    }
}
