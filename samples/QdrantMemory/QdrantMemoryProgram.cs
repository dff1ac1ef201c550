using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors;
using Qwen3.Connectors.Inference;
using Samples;

namespace QdrantMemory;

/// <summary>
/// Stores the sample texts in a vector store with a record type of its own, and searches them: texts and queries are embedded by their
/// role, results are reranked.
/// </summary>
internal static class QdrantMemoryProgram
{
    private const string CollectionName = "qwen3-memory-sample";
    private const int Top = 3;

    private static readonly string[] s_queries = ["recover deleted files", "MP3 converter", "which program uses my network connection"];

    public static async Task<int> RunAsync(string endpoint, string localPath, TextWriter output)
    {
        using var documents = Qwen3EmbeddingGenerator.Load(SampleFiles.EmbeddingModel);
        using var queries = documents.AsQueryGenerator();
        using var reranker = Qwen3Reranker.Load(SampleFiles.RerankerModel);

        using var store = await MemoryStore.OpenAsync(endpoint, localPath, documents, output);
        var nearest = store.AsBuilder(leaveOpen: true)
            .UseQueryEmbedding(queries, new() { DocumentGenerator = documents })
            .Build();
        var reranked = store.AsBuilder(leaveOpen: true)
            .UseQueryEmbedding(queries, new() { DocumentGenerator = documents })
            .UseReranking(reranker)
            .Build();

        var memories = reranked.GetCollection<Guid, Memory>(CollectionName);
        await memories.EnsureCollectionDeletedAsync();
        await memories.EnsureCollectionExistsAsync();
        var texts = Read(documents.GetRequiredService<Qwen3Tokenizer>());
        await memories.UpsertAsync(texts);
        output.WriteLine($"Stored {texts.Count} texts in the collection '{CollectionName}'.");

        foreach (var query in s_queries)
        {
            output.WriteLine();
            output.WriteLine($"\"{query}\"");
            await WriteAsync(output, "nearest", nearest.GetCollection<Guid, Memory>(CollectionName).SearchAsync(query, Top));
            await WriteAsync(output, "reranked", memories.SearchAsync(query, Top));
        }

        output.WriteLine();
        output.WriteLine("\"recover deleted files\" with the filter language = 'sql'");
        var filter = new VectorSearchOptions<Memory> { Filter = memory => memory.Language == "sql" };
        await WriteAsync(output, "reranked", memories.SearchAsync("recover deleted files", Top, filter));
        await memories.EnsureCollectionDeletedAsync();
        return 0;
    }

    private static List<Memory> Read(Qwen3Tokenizer tokenizer)
    {
        var chunker = new DocumentChunker(tokenizer, new() { MaxTokens = 120, OverlapTokens = 0, MinTokens = 0 });
        return [.. SampleFiles.ReadTexts().SelectMany(text => chunker
            .Chunk(text.Text, DocumentChunker.FormatOf(text.Name))
            .Select(chunk => new Memory { Id = Guid.NewGuid(), Source = text.Name, Language = text.Language, Text = chunk.Text }))];
    }

    private static async Task WriteAsync(TextWriter output, string title, IAsyncEnumerable<VectorSearchResult<Memory>> results)
    {
        var rank = 0;
        await foreach (var result in results)
        {
            var label = rank++ == 0 ? title : "";
            var text = string.Join(' ', result.Record.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {label,-8}  {rank}  {result.Score:F3}  {result.Record.Source}  {text[..Math.Min(80, text.Length)]}"));
        }
    }
}
