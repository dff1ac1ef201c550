using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Qwen3.Connectors.Cli.Mcp;
using Qwen3.Connectors.Cli.Mcp.Tools;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.LocalStore;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Serves tools to a client of the Model Context Protocol over standard input and output.</summary>
internal static class McpCommand
{
    private const string Description =
        "Serves the tools embed, similarity, index, search and rerank over the Model Context Protocol (standard input and output).";

    private const string ModelDescription = "The embedding model: the path of a GGUF file, or a name (see 'qwen3 list').";

    public static Command Create(CliEnvironment environment)
    {
        var model = ModelParameter.Create(ModelDescription);
        var rerankModel = new Option<string?>("--reranker")
        {
            Description = "The reranker: a path or a name. Without it, there is no tool 'rerank', and searches are not reranked.",
            HelpName = "path|name",
        };
        var store = new Option<string?>("--store")
        {
            Description = "The file of the store. Default: qwen3/memory.db in the user's folder for application data.",
            HelpName = "path",
        };
        var threads = CommonOptions.Threads();
        var command = model.CreateCommand("mcp", Description, rerankModel, store, threads);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = model.GetModel(parsed);
            var path = await environment.ResolveModel(environment, name, cancellationToken).ConfigureAwait(false);
            using var generator = ModelFile.Open(
                path, () => environment.LoadGenerator(path, new() { Inference = { ThreadCount = parsed.GetValue(threads) } }));
            using var reranker = await OpenRerankerAsync(parsed.GetValue(rerankModel), parsed.GetValue(threads)).ConfigureAwait(false);
            using var memory = CreateMemory(StorePath(parsed.GetValue(store)), generator, reranker);
            var description = await generator.GetDescriptionAsync(cancellationToken).ConfigureAwait(false);
            var server = new McpToolServer(CreateTools(generator, description.Dimensions ?? int.MaxValue, reranker, memory));
            var transport = environment.CreateMcpTransport();
            await using (transport.ConfigureAwait(false))
            {
                await server.RunAsync(transport, cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Ok;

            async Task<Qwen3Reranker?> OpenRerankerAsync(string? value, int? threadCount)
            {
                if (value is null)
                {
                    return null;
                }

                var file = await environment.ResolveModel(environment, ModelValue.Parse(value), cancellationToken).ConfigureAwait(false);
                return ModelFile.Open(file, () => environment.LoadReranker(file, new() { Inference = { ThreadCount = threadCount } }));
            }
        });
        return command;
    }

    private static McpTool[] CreateTools(Qwen3EmbeddingGenerator generator, int dimensions, ITextReranker? reranker, Qwen3Memory memory)
    {
        McpTool[] tools =
            [new EmbedTool(generator, dimensions), new SimilarityTool(generator), new IndexTool(memory), new SearchTool(memory)];
        return reranker is null ? tools : [.. tools, new RerankTool(reranker)];
    }

    private static string StorePath(string? value) => value is not null
        ? UserPath.Expand(value)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "qwen3", "memory.db");

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The command is a .NET tool, which is not compiled ahead of time.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The command is a .NET tool, which is not trimmed.")]
    private static Qwen3Memory CreateMemory(string path, Qwen3EmbeddingGenerator generator, ITextReranker? reranker) =>
        new(new LocalVectorStore(path), generator, reranker);
}
