using Microsoft.Extensions.AI;
using Qwen3.Connectors.Reranking.Decorators;
using Qwen3.Connectors.Reranking.Ranking;

namespace Qwen3.Connectors;

/// <summary>Remembers scores, so that a pair of query and document is computed once. Safe for concurrent use; bounded in memory.</summary>
/// <remarks>
/// A score's key is a SHA-256 hash of query, document, instruction and what may be cut: no text is kept. The cache belongs to one reranker
/// and dies with it, so the model is no part of the key. Documents that are not in the cache go to the inner reranker in one call, in their
/// order; a budget counts for those alone. The least recently used scores go first.
/// </remarks>
public sealed class CachingTextReranker : DelegatingTextReranker
{
    /// <summary>Scores that are kept where nothing else is said: about 15 MB.</summary>
    public const int DefaultCapacity = 100_000;

    private readonly ScoreCache _cache;
    private volatile string? _modelId;
    private volatile bool _disposed;

    /// <summary>Puts a cache before a reranker.</summary>
    /// <param name="innerReranker">What computes scores that are not in the cache; disposed with this one.</param>
    /// <param name="capacity">Scores to keep at the most, about 150 bytes each; 1 or more.</param>
    public CachingTextReranker(ITextReranker innerReranker, int capacity = DefaultCapacity)
        : base(innerReranker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _cache = new ScoreCache(capacity);
    }

    /// <summary>Scores in the cache.</summary>
    public int Count => _cache.Count;

    /// <summary>Scores each document against the query, known pairs from the cache.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="documents">The candidates.</param>
    /// <param name="options">Options of this call; never changed. Null for the inner reranker's own.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>
    /// The results that the inner reranker would return. Usage includes tokens from the cache and reports them separately as
    /// <see cref="UsageDetails.CachedInputTokenCount"/>.
    /// </returns>
    /// <exception cref="ArgumentException">A document is null, or the inner reranker refuses an argument.</exception>
    /// <exception cref="ObjectDisposedException">The reranker was disposed.</exception>
    public override async Task<RerankResults> RerankAsync(
        string query,
        IReadOnlyList<string> documents,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(documents);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var call = options?.Clone() ?? new RerankOptions();
        var (keys, scored) = Find(query, documents, call);
        var missing = Enumerable.Range(0, keys.Length).Where(i => scored[i] is null).ToArray();

        // No document at all is for the inner reranker to answer: it may refuse the options.
        RerankResults? computed = null;
        if (missing.Length > 0 || keys.Length == 0)
        {
            computed = await ComputeAsync(query, documents, missing, call, cancellationToken).ConfigureAwait(false);
            foreach (var result in computed)
            {
                var index = missing[result.Index];
                scored[index] = result with { Index = index };
                _cache.Add(keys[index], scored[index]!.Value);
            }
        }

        var known = scored.OfType<RerankResult>().ToArray();
        return new RerankResults(RankOrder.Rank(known, call.TopN, call.MinimumScore))
        {
            ModelId = _modelId,
            UnscoredCount = keys.Length - known.Length,
            Usage = Usage(known, computed),
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }

    private (ScoreKey[] Keys, RerankResult?[] Scored) Find(string query, IReadOnlyList<string> documents, RerankOptions call)
    {
        var keys = new ScoreKey[documents.Count];
        var scored = new RerankResult?[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var document = documents[i] ?? throw new ArgumentException($"Document {i} is null; a text was expected.", nameof(documents));
            keys[i] = ScoreKey.Of(query, document, call);
            scored[i] = _cache.Find(keys[i]) is { } result ? result with { Index = i } : null;
        }

        return (keys, scored);
    }

    private async Task<RerankResults> ComputeAsync(
        string query, IReadOnlyList<string> documents, int[] missing, RerankOptions call, CancellationToken cancellationToken)
    {
        // Every score is wanted: what one call leaves out of its results another may ask for.
        var all = call.Clone();
        all.TopN = null;
        all.MinimumScore = null;
        try
        {
            var computed = await InnerReranker.RerankAsync(
                query, [.. missing.Select(i => documents[i])], all, cancellationToken).ConfigureAwait(false);
            _modelId = computed.ModelId;
            return computed;
        }
        catch (InvalidOutputException exception) when (exception.Index is { } index)
        {
            throw exception.At(missing[index]);
        }
        catch (ArgumentException exception) when (missing.Length < documents.Count)
        {
            // Its index is one of those that were passed on.
            throw new ArgumentException(
                $"Counted without the {documents.Count - missing.Length} documents whose scores were known: {exception.Message}",
                exception);
        }
    }

    private static UsageDetails Usage(RerankResult[] known, RerankResults? computed)
    {
        var tokens = known.Sum(result => (long)result.TokenCount);
        return new UsageDetails
        {
            InputTokenCount = tokens,
            TotalTokenCount = tokens,
            CachedInputTokenCount = tokens - (computed?.Sum(result => (long)result.TokenCount) ?? 0),
            AdditionalCounts = new() { [Qwen3PropertyNames.TruncatedTokenCount] = known.Sum(result => (long)result.TruncatedTokenCount) },
        };
    }
}
