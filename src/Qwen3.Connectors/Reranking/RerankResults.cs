using System.Collections;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors;

/// <summary>Results of a reranking call in rank order, best first.</summary>
/// <remarks>
/// No results and nothing unscored: no document reached <see cref="RerankOptions.MinimumScore"/>, so nothing given is relevant.
/// </remarks>
public sealed class RerankResults : IReadOnlyList<RerankResult>
{
    private readonly IReadOnlyList<RerankResult> _results;

    /// <summary>Wraps results.</summary>
    /// <param name="results">Results in rank order; not copied.</param>
    public RerankResults(IReadOnlyList<RerankResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        _results = results;
    }

    /// <summary>The tokens of the call, over all documents scored, also those that a top-n left out.</summary>
    /// <value>Default null: not known.</value>
    public UsageDetails? Usage { get; init; }

    /// <summary>The model that scored.</summary>
    /// <value>Default null: not known.</value>
    public string? ModelId { get; init; }

    /// <summary>Documents that were not scored because the call's budget ended before; they are not among the results.</summary>
    /// <value>Default 0.</value>
    public int UnscoredCount { get; init; }

    /// <summary>Whether the call's budget ended before all documents were scored: a better one may be among the others.</summary>
    public bool IsPartial => UnscoredCount > 0;

    /// <summary>How many results there are.</summary>
    public int Count => _results.Count;

    /// <summary>The result at a rank.</summary>
    /// <param name="rank">The rank, from 0 for the best.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public RerankResult this[int rank] => _results[rank];

    /// <summary>Goes through the results, best first.</summary>
    public IEnumerator<RerankResult> GetEnumerator() => _results.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
