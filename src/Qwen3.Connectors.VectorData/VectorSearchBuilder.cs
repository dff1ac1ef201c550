using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen3.Connectors.VectorData.Searching;

namespace Qwen3.Connectors.VectorData;

/// <summary>
/// Puts query embedding, two-stage search and reranking before a vector store, a collection or a search. They always run in this order, whatever the order of the calls:
/// so the reranker sees the query's text. Not safe for concurrent use; what it builds is, if the store, the generator and the reranker are.
/// </summary>
/// <typeparam name="T">What is decorated: a <c>VectorStore</c>, a <c>VectorStoreCollection</c> or an <c>IVectorSearchable</c>.</typeparam>
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
    /// Embeds searches for strings as queries and gives them to the store as vectors. What is stored is still embedded by the store's own generator, which must be of the
    /// same model, and embed documents.
    /// </summary>
    /// <param name="queryGenerator">
    /// Embeds queries; stays open. A <see cref="Qwen3EmbeddingGenerator"/> of either role will do: every call asks it for role query. Give its
    /// <see cref="Qwen3EmbeddingGenerator.AsQueryGenerator"/> for an instruction of your own.
    /// </param>
    /// <param name="options">How queries are embedded; null for the defaults.</param>
    /// <returns>This builder.</returns>
    public VectorSearchBuilder<T> UseQueryEmbedding(IEmbeddingGenerator<string, Embedding<float>> queryGenerator, QueryEmbeddingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(queryGenerator);
        _plan = _plan with { QueryGenerator = queryGenerator, QueryEmbedding = options?.Clone() ?? new QueryEmbeddingOptions() };
        return this;
    }

    /// <summary>Searches short vectors first and scores what they found with full ones. Needs <see cref="UseQueryEmbedding"/>, or searches by full vectors.</summary>
    /// <param name="options">The two vector properties.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public VectorSearchBuilder<T> UseTwoStageSearch(TwoStageSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _plan = _plan with { TwoStage = options.CloneValid(nameof(options)) };
        return this;
    }

    /// <summary>Fetches more results than are asked for, and gives back the best of them by the reranker's scores.</summary>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public VectorSearchBuilder<T> UseReranking(ITextReranker reranker, SearchRerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        _plan = _plan with { Reranker = reranker, Reranking = (options ?? new SearchRerankingOptions()).CloneValid(nameof(options)) };
        return this;
    }

    /// <summary>Builds the decorator.</summary>
    /// <param name="services">Where an <see cref="ILoggerFactory"/> is taken from, if it has one; null for no log.</param>
    /// <returns>The decorator, or what was given where nothing was added to it. Disposing it disposes what was given, but no generator and no reranker.</returns>
    /// <exception cref="InvalidOperationException">What was given is reranked already: around it, the reranker would not see the text of a query.</exception>
    public T Build(IServiceProvider? services = null)
    {
        if (_plan.IsEmpty)
        {
            return _inner;
        }

        if (_innerServices(typeof(SearchPlan)) is SearchPlan { Reranker: not null })
        {
            throw new InvalidOperationException(
                $"A {typeof(T).Name} that is reranked already can't be decorated again; call {nameof(UseQueryEmbedding)} and {nameof(UseReranking)} on one builder.");
        }

        var loggers = services?.GetService(typeof(ILoggerFactory)) as ILoggerFactory ?? NullLoggerFactory.Instance;
        return _decorate(_plan with { Logger = loggers.CreateLogger("Qwen3.Connectors.VectorData") });
    }
}
