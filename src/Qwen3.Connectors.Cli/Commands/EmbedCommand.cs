using System.CommandLine;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Texts in, one vector a line out, in the order of the texts.</summary>
internal static class EmbedCommand
{
    /// <summary>Texts that are embedded before the first of them is written: enough to fill batches, few enough to stream.</summary>
    private const int ChunkTexts = 128;

    private static readonly Dictionary<string, EmbeddingRole> s_roles = new() { ["query"] = EmbeddingRole.Query, ["document"] = EmbeddingRole.Document };

    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var role = CommonOptions.Choice("--role", "What the texts are. Default: document.", s_roles);
        var instruct = CommonOptions.Instruct();
        var dimensions = CommonOptions.Number("--dimensions", "Values a vector has, 32 to the model's full width. Default: the full width.", 1, int.MaxValue);
        var threads = CommonOptions.Threads();
        var file = CommonOptions.File();
        var texts = CommonOptions.Texts("The texts to embed.");
        var command = new Command("embed", "Embeds texts. Lines: index, tokens, embedding.") { texts, model, role, instruct, dimensions, threads, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var instruction = parsed.GetValue(instruct);
            if (instruction is not null && parsed.GetValue(role) != EmbeddingRole.Query)
            {
                throw new CliException(ExitCodes.BadInput, "--instruct goes with --role query: documents are embedded as they stand.");
            }

            var options = new Qwen3EmbeddingOptions
            {
                Role = parsed.GetValue(role),
                QueryInstruction = instruction ?? TaskInstructions.WebSearch,
                Dimensions = parsed.GetValue(dimensions),
                Inference = { ThreadCount = parsed.GetValue(threads) },
            };
            var source = TextSource.Create(parsed.GetValue(texts), parsed.GetValue(file), environment.Input);
            var path = await environment.GetModel(environment, parsed.GetRequiredValue(model), cancellationToken).ConfigureAwait(false);
            using var generator = ModelFile.Open(path, () => environment.LoadGenerator(path, options));
            await RunAsync(generator, source, environment.Output, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task RunAsync(Qwen3EmbeddingGenerator generator, TextSource source, TextWriter output, CancellationToken cancellationToken)
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

    /// <summary>Faults count texts from the start of a chunk; the user counts from the start of the input.</summary>
    private static async Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(
        Qwen3EmbeddingGenerator generator, List<string> chunk, int first, CancellationToken cancellationToken)
    {
        try
        {
            return await generator.GenerateAsync(chunk, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (first > 0 && exception is (ArgumentException or InvalidOutputException))
        {
            throw new CliException(
                exception is ArgumentException ? ExitCodes.BadInput : ExitCodes.Failed,
                $"counting from text {first}: {CliApplication.MessageOf(exception)}",
                exception);
        }
    }
}
