using Qwen3.Connectors.Tools;

namespace Qwen3.Connectors;

/// <summary>
/// Reranks what a search returned, whatever its shape: JSON arrays, objects with one list, JSON in a string, arrays and collections of strings or
/// records. Safe for concurrent use if the reranker is. It does not own the reranker.
/// </summary>
public sealed class ResultReranker
{
    private readonly ITextReranker _reranker;
    private readonly ItemText _texts;

    /// <summary>Creates a result reranker.</summary>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public ResultReranker(ITextReranker reranker, ResultRerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        _reranker = reranker;
        Options = (options ?? new ResultRerankingOptions()).CloneValid(nameof(options));
        _texts = new ItemText(Options);
    }

    /// <summary>A copy of the options that this was created with.</summary>
    internal ResultRerankingOptions Options { get; }

    /// <summary>Reranks a result.</summary>
    /// <param name="query">What was searched for.</param>
    /// <param name="result">What the search returned.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>
    /// The result with its items in rank order, those left out that the options leave out: JSON as JSON of the same kind, an array as an array of its type, a
    /// list of strings as one, any other collection as a list of objects. What is no list, such as a number or a sentence, comes back as it is.
    /// </returns>
    /// <exception cref="InvalidOperationException">An item has no text, and the policy is to throw.</exception>
    public async Task<object?> RerankAsync(string query, object? result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (ResultShape.Read(result) is not { Items.Count: > 0 } shape)
        {
            return result;
        }

        try
        {
            var texts = shape.Items.Select(_texts.Of).ToArray();
            var ranking = await _reranker.RerankAsync(query, texts, Options.RerankOptions, cancellationToken).ConfigureAwait(false);
            return shape.Rebuild([.. ranking.Select(ranked => ranked.Index)]);
        }
        catch (Exception exception) when (Keeps(exception, cancellationToken))
        {
            return shape.Unchanged;
        }
    }

    /// <summary>Whether the policy swallows an exception; if so, who wanted to hear of it has.</summary>
    internal bool Keeps(Exception exception, CancellationToken cancellationToken)
    {
        if (Options.FailurePolicy == RerankFailurePolicy.Throw || cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        Options.OnFailure?.Invoke(exception);
        return true;
    }
}
