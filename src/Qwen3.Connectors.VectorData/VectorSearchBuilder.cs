using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData;

/// <summary>
/// Decorates a vector store, a collection or a search with query embedding, two-stage search and reranking. They always run in this order,
/// whatever the order of the calls, so that the reranker gets the text of the query. Not safe for concurrent use; the decorator is, if the
/// store, the generator and the reranker are.
/// </summary>
/// <typeparam name="T">
/// The type that is decorated: a <c>VectorStore</c>, a <c>VectorStoreCollection</c> or an <c>IVectorSearchable</c>.
/// </typeparam>
public sealed class VectorSearchBuilder<T>
    where T : class
{
    private readonly T _inner;
    private readonly Func<Type, object?> _innerServices;
    private readonly Func<SearchPlan, T> _decorate;
    private SearchPlan _plan = new();

    internal VectorSearchBuilder(T inner, Func<Type, object?> innerServices, Func<SearchPlan, T> decorate)
    {
        _inner = inner;
        _innerServices = innerServices;
        _decorate = decorate;
    }

    /// <summary>
    /// Embeds searches for strings as queries and passes them to the store as vectors. Documents are still embedded by the store's own
    /// generator, which must use the same model with role document.
    /// </summary>
    /// <param name="queryGenerator">
    /// The generator for queries. Not disposed. A <see cref="Qwen3EmbeddingGenerator"/> of either role is accepted: every call requests
    /// role query. Pass the result of <see cref="Qwen3EmbeddingGenerator.AsQueryGenerator"/> to use another instruction.
    /// </param>
    /// <param name="options">How the vectors of queries are checked; null for the defaults.</param>
    /// <returns>This builder.</returns>
    public VectorSearchBuilder<T> UseQueryEmbedding(
        IEmbeddingGenerator<string, Embedding<float>> queryGenerator, QueryEmbeddingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(queryGenerator);
        _plan = _plan with { QueryGenerator = queryGenerator, QueryEmbedding = options?.Clone() ?? new QueryEmbeddingOptions() };
        return this;
    }

    /// <summary>
    /// Finds candidates by short vectors and rescores them by full vectors. Requires <see cref="UseQueryEmbedding"/>, or searches by full
    /// vectors.
    /// </summary>
    /// <param name="options">The two vector properties.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public VectorSearchBuilder<T> UseTwoStageSearch(TwoStageSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _plan = _plan with { TwoStage = options.CloneValid(nameof(options)) };
        return this;
    }

    /// <summary>Fetches more results than requested, and returns the best of them by the scores of the reranker.</summary>
    /// <param name="reranker">The reranker. Not disposed.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public VectorSearchBuilder<T> UseReranking(ITextReranker reranker, SearchRerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        var copy = (options ?? new SearchRerankingOptions()).CloneValid<SearchRerankingOptions>(nameof(options));
        _plan = _plan with { Reranker = reranker, Reranking = copy };
        return this;
    }

    /// <summary>Builds the decorator.</summary>
    /// <param name="services">A container with an optional <see cref="ILoggerFactory"/>; null for no log.</param>
    /// <returns>
    /// The decorator, or the decorated object if nothing was added. Disposing the decorator disposes the decorated object, but no generator
    /// and no reranker.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// The decorated object reranks already: its reranker would not get the text of a query.
    /// </exception>
    public T Build(IServiceProvider? services = null)
    {
        if (_plan.IsEmpty)
        {
            return _inner;
        }

        if (_innerServices(typeof(SearchPlan)) is SearchPlan { Reranker: not null })
        {
            throw new InvalidOperationException(
                $"This {typeof(T).Name} reranks its results already, so it can't be decorated again. "
                + $"Call {nameof(UseQueryEmbedding)} and {nameof(UseReranking)} on one builder.");
        }

        var loggers = services?.GetService(typeof(ILoggerFactory)) as ILoggerFactory ?? NullLoggerFactory.Instance;
        return _decorate(_plan with { Logger = loggers.CreateLogger("Qwen3.Connectors.VectorData") });
    }
}
