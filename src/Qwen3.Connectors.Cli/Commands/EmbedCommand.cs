using System.CommandLine;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Cli.Input;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Embeds texts and writes one vector per line, in the order of the texts.</summary>
internal static class EmbedCommand
{
    /// <summary>Texts per call: enough to fill batches, few enough to write results early.</summary>
    private const int ChunkTexts = 128;

    private const string Description = "Embeds texts. Each line has index, tokens and embedding.";
    private const string DimensionsHelp = "Values per vector, from 32 to the width of the model. Default: the width of the model.";

    private static readonly Dictionary<string, EmbeddingRole> s_roles = new()
    {
        ["query"] = EmbeddingRole.Query,
        ["document"] = EmbeddingRole.Document,
    };

    public static Command Create(CliEnvironment environment)
    {
        var model = ModelParameter.CreateWithTexts("The texts to embed.");
        var role = CommonOptions.Choice("--role", "Whether the texts are queries or documents. Default: document.", s_roles);
        var instruct = CommonOptions.Instruct();
        var dimensions = CommonOptions.Number("--dimensions", DimensionsHelp, 32, int.MaxValue);
        var threads = CommonOptions.Threads();
        var file = CommonOptions.File();
        var lines = CommonOptions.Lines();
        var command = model.CreateCommand("embed", Description, role, instruct, dimensions, threads, file, lines);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var instruction = parsed.GetValue(instruct);
            if (instruction is not null && parsed.GetValue(role) != EmbeddingRole.Query)
            {
                throw new CliException(
                    ExitCodes.BadInput, "--instruct requires --role query: documents are embedded without an instruction.");
            }

            var options = new Qwen3EmbeddingOptions
            {
                Role = parsed.GetValue(role),
                QueryInstruction = instruction ?? TaskInstructions.WebSearch,
                Dimensions = parsed.GetValue(dimensions),
                Inference = { ThreadCount = parsed.GetValue(threads) },
            };
            var name = model.GetModel(parsed);
            var format = CommonOptions.Format(parsed, lines);
            using var source = TextSource.Create(model.GetTexts(parsed), parsed.GetValue(file), format, environment);
            var path = await environment.ResolveModel(environment, name, cancellationToken).ConfigureAwait(false);
            using var generator = ModelFile.Open(path, () => environment.LoadGenerator(path, options));
            await RunAsync(generator, source, environment.Output, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task RunAsync(
        Qwen3EmbeddingGenerator generator, TextSource source, TextWriter output, CancellationToken cancellationToken)
    {
        var first = 0;
        await foreach (var chunk in source.ReadChunksAsync(ChunkTexts, cancellationToken).ConfigureAwait(false))
        {
            var embeddings = await EmbedAsync(generator, chunk, first, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < embeddings.Count; i++)
            {
                var tokens = (int)embeddings[i].AdditionalProperties![Qwen3PropertyNames.TokenCount]!;
                await output.WriteLineAsync(JsonLine.Write(new EmbedLine(first + i, tokens, embeddings[i].Vector))).ConfigureAwait(false);
            }

            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            first += chunk.Count;
        }
    }

    /// <summary>Embeds a chunk. Messages count texts from the start of the chunk, so its position in the input is added.</summary>
    private static async Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(
        Qwen3EmbeddingGenerator generator, IReadOnlyList<string> chunk, int first, CancellationToken cancellationToken)
    {
        try
        {
            return await generator.GenerateAsync(chunk, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (first > 0 && exception is (ArgumentException or InvalidOutputException))
        {
            throw new CliException(
                exception is ArgumentException ? ExitCodes.BadInput : ExitCodes.Failed,
                $"counting from text {first}: {CliApplication.MessageWithoutParameter(exception)}",
                exception);
        }
    }
}
