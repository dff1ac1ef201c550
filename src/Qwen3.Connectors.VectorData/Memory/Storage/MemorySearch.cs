using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.VectorData.Memory.Storage;

/// <summary>Embeds a question as a query, searches the store and reranks what it found.</summary>
internal sealed class MemorySearch(OpenedMemory memory, IEmbeddingGenerator<string, Embedding<float>> generator, ITextReranker? reranker)
{
    public async Task<IReadOnlyList<MemoryHit>> SearchAsync(
        string query, int top, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        var embedding = new EmbeddingGenerationOptions { Dimensions = memory.Dimensions }.WithRole(EmbeddingRole.Query);
        var vector = await generator.GenerateVectorAsync(query, embedding, cancellationToken).ConfigureAwait(false);
        var count = reranker is null ? top : Math.Max(top, options.Candidates);
        var found = new List<VectorSearchResult<MemoryRecord>>();
        await foreach (var result in Find(query, vector, count, options, cancellationToken).ConfigureAwait(false))
        {
            found.Add(result);
        }

        if (reranker is null)
        {
            return [.. found
                .Where(result => options.MinimumScore is not { } minimum || result.Score >= minimum)
                .Select(result => new MemoryHit(result.Record, result.Score ?? 0, result.Score))];
        }

        var rerank = new RerankOptions { TopN = top, MinimumScore = options.MinimumScore };
        var ranked = await reranker.RerankAsync(query, found, result => result.Record.TextInContext, rerank, cancellationToken)
            .ConfigureAwait(false);
        return [.. ranked.Select(item => new MemoryHit(item.Item.Record, item.Score, item.Item.Score))];
    }

    private IAsyncEnumerable<VectorSearchResult<MemoryRecord>> Find(
        string query, ReadOnlyMemory<float> vector, int count, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if (!options.UseKeywords)
        {
            var similar = new VectorSearchOptions<MemoryRecord> { Filter = options.Filter };
            return memory.Records.SearchAsync(vector, count, similar, cancellationToken);
        }

        var hybrid = memory.Records as IKeywordHybridSearchable<MemoryRecord>
            ?? memory.Records.GetService(typeof(IKeywordHybridSearchable<MemoryRecord>)) as IKeywordHybridSearchable<MemoryRecord>
            ?? throw new NotSupportedException(
                $"{nameof(MemorySearchOptions)}.{nameof(options.UseKeywords)}: the store has no hybrid search. Search without keywords.");
        return hybrid.HybridSearchAsync(
            vector, KeywordsOf(query), count, new HybridSearchOptions<MemoryRecord> { Filter = options.Filter }, cancellationToken);
    }

    private static string[] KeywordsOf(string query)
    {
        string[] words = [.. query
            .Split(null as char[], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('?', '!', '.', ',', ';', ':', '"', '\'', '(', ')', '？', '！', '。', '，'))
            .Where(word => word.Length > 0)];
        return words.Length > 0 ? words : [query];
    }
}
