using System.Globalization;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors;

namespace QdrantMemory;

/// <summary>Stores texts in a vector store and searches them. Embeds documents and queries by their role; reranks results.</summary>
internal static class QdrantMemoryProgram
{
    private const string CollectionName = "qwen3-memory-sample";
    private const int Top = 3;

    private static readonly string[] s_queries = ["recover deleted files", "MP3 converter", "which program uses my network connection"];

    public static async Task<int> RunAsync(string endpoint, TextWriter output)
    {
        using var documents = Qwen3EmbeddingGenerator.Load(Bundled("qwen3-mini-embedding.Q8_0.gguf"));
        using var queries = documents.AsQueryGenerator();
        using var reranker = Qwen3Reranker.Load(Bundled("qwen3-mini-reranker.Q8_0.gguf"));

        using var store = await MemoryStore.OpenAsync(endpoint, documents, output);
        var nearest = store.AsBuilder(leaveOpen: true)
            .UseQueryEmbedding(queries, new() { DocumentGenerator = documents })
            .Build();
        var reranked = store.AsBuilder(leaveOpen: true)
            .UseQueryEmbedding(queries, new() { DocumentGenerator = documents })
            .UseReranking(reranker)
            .Build();

        var memories = reranked.GetCollection<ulong, Memory>(CollectionName);
        await memories.EnsureCollectionDeletedAsync();
        await memories.EnsureCollectionExistsAsync();
        await memories.UpsertAsync(Memory.All);
        output.WriteLine($"Stored {Memory.All.Length} texts in the collection '{CollectionName}'.");

        foreach (var query in s_queries)
        {
            output.WriteLine();
            output.WriteLine($"\"{query}\"");
            await WriteAsync(output, "nearest", nearest.GetCollection<ulong, Memory>(CollectionName).SearchAsync(query, Top));
            await WriteAsync(output, "reranked", memories.SearchAsync(query, Top));
        }

        output.WriteLine();
        output.WriteLine("\"recover deleted files\" with the filter topic = 'sound'");
        var filter = new VectorSearchOptions<Memory> { Filter = memory => memory.Topic == "sound" };
        await WriteAsync(output, "reranked", memories.SearchAsync("recover deleted files", Top, filter));
        await memories.EnsureCollectionDeletedAsync();
        return 0;
    }

    private static async Task WriteAsync(TextWriter output, string title, IAsyncEnumerable<VectorSearchResult<Memory>> results)
    {
        var rank = 0;
        await foreach (var result in results)
        {
            var label = rank == 0 ? title : "";
            rank++;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {label,-8}  {rank}  {result.Score:F3}  {result.Record.Text}"));
        }
    }

    private static string Bundled(string name) => Path.Combine(AppContext.BaseDirectory, "models", name);
}
