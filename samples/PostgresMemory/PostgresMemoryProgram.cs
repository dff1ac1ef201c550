using System.Globalization;
using Microsoft.Extensions.AI;
using Npgsql;
using Pgvector;
using Qwen3.Connectors;
using Qwen3.Connectors.Inference;
using Samples;

namespace PostgresMemory;

/// <summary>Stores the sample texts in PostgreSQL with pgvector, and searches them in two stages with reranking.</summary>
internal static class PostgresMemoryProgram
{
    private const int Top = 10;

    private static readonly (string Query, string? Language)[] s_queries =
    [
        ("recover deleted files", null),
        ("What is the capital of China?", null),
        ("remove duplicates from a list", null),
        ("Fahrrad mit Platten", "de"),
        ("products never ordered", "sql"),
    ];

    public static async Task RunAsync(string connectionString, bool hasCopy, TextWriter output)
    {
        using var documents = Qwen3EmbeddingGenerator.Load(SampleFiles.EmbeddingModel);
        using var queries = documents.AsQueryGenerator();
        using var reranker = Qwen3Reranker.Load(SampleFiles.RerankerModel);

        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseVector();
        await using var source = builder.Build();
        await using var connection = await source.OpenConnectionAsync();
        var table = new PassageTable(connection);
        await table.DropAsync();
        await table.CreateAsync();
        await table.EnsureSpaceAsync(documents.GetVectorSpace());
        var version = await table.ScalarAsync<string>("SELECT extversion FROM pg_extension WHERE extname = 'vector'");
        output.WriteLine($"PostgreSQL {connection.PostgreSqlVersion}, pgvector {version}");

        var passages = await EmbedAsync(documents);
        await (hasCopy ? table.CopyAsync(passages) : table.InsertAsync(passages));
        var documentCount = passages.Select(passage => passage.Source).Distinct().Count();
        output.WriteLine($"Stored {passages.Count} passages of {documentCount} documents with {(hasCopy ? "COPY" : "INSERT")}.");
        output.WriteLine(
            $"HNSW over halfvec({PassageTable.ShortDimensions}), exact scores over vector({PassageTable.Dimensions}); "
            + $"the index is {(await table.UsesIndexAsync() ? "used" : "NOT USED")}.");

        var (same, all) = (0, 0);
        foreach (var (query, language) in s_queries)
        {
            var vector = await queries.GenerateVectorAsync(query);
            var found = await table.SearchAsync(vector, Top, language);
            var exact = await table.SearchExactlyAsync(vector, Top, language);
            same += found.IntersectBy(exact.Select(passage => passage.Id), passage => passage.Id).Count();
            all += exact.Count;
            var ranked = await reranker.RerankAsync(query, found, passage => passage.Body, new RerankOptions { TopN = 3 });
            Write(output, query, language, found, ranked);
        }

        output.WriteLine();
        output.WriteLine($"Two stages found {same} of the {all} nearest passages.");
        await table.DropAsync();
    }

    private static async Task<List<Passage>> EmbedAsync(Qwen3EmbeddingGenerator documents)
    {
        // The bundled models were trained on short texts: a passage is a section or a few functions.
        var chunker = new DocumentChunker(
            documents.GetRequiredService<Qwen3Tokenizer>(), new() { MaxTokens = 120, OverlapTokens = 0, MinTokens = 0 });
        var chunks = SampleFiles.ReadTexts()
            .SelectMany(text => chunker
                .Chunk(text.Text, DocumentChunker.FormatOf(text.Name))
                .Select(chunk => (text.Name, text.Language, chunk)))
            .ToList();
        var embeddings = await documents.GenerateAsync(chunks.Select(chunk => chunk.chunk.Text));
        return [.. chunks.Zip(embeddings, (chunk, embedding) =>
            new Passage(chunk.Name, chunk.Language, chunk.chunk.StartLine, chunk.chunk.Text, new Vector(embedding.Vector)))];
    }

    private static void Write(
        TextWriter output, string query, string? language, List<FoundPassage> found, RerankedItems<FoundPassage> ranked)
    {
        output.WriteLine();
        output.WriteLine($"\"{query}\"{(language is null ? "" : $" where language = '{language}'")}");
        foreach (var item in ranked)
        {
            var text = string.Join(' ', item.Item.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            var start = text[..Math.Min(70, text.Length)];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {item.Score:F3}  {item.Item.Source}:{item.Item.Line}  {start}  (was {found.IndexOf(item.Item) + 1})"));
        }
    }
}
