using Qwen3.Connectors.Reranking.Decorators;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors;

/// <summary>
/// Puts decorators around a reranker, as <c>EmbeddingGeneratorBuilder</c> does around a generator. Not safe for concurrent use.
/// </summary>
public sealed class TextRerankerBuilder
{
    private readonly Func<IServiceProvider, ITextReranker> _innerFactory;
    private readonly List<Func<ITextReranker, IServiceProvider, ITextReranker>> _decorators = [];

    /// <summary>Starts from a reranker.</summary>
    /// <param name="innerReranker">The innermost reranker.</param>
    public TextRerankerBuilder(ITextReranker innerReranker)
    {
        ArgumentNullException.ThrowIfNull(innerReranker);
        _innerFactory = _ => innerReranker;
    }

    /// <summary>Starts from a reranker that is made when building.</summary>
    /// <param name="innerRerankerFactory">Makes the innermost reranker.</param>
    public TextRerankerBuilder(Func<IServiceProvider, ITextReranker> innerRerankerFactory)
    {
        ArgumentNullException.ThrowIfNull(innerRerankerFactory);
        _innerFactory = innerRerankerFactory;
    }

    /// <summary>Adds a decorator.</summary>
    /// <param name="decorator">Makes the decorator around the reranker that it is given.</param>
    /// <returns>This builder.</returns>
    public TextRerankerBuilder Use(Func<ITextReranker, ITextReranker> decorator)
    {
        ArgumentNullException.ThrowIfNull(decorator);
        return Use((inner, _) => decorator(inner));
    }

    /// <summary>Adds a decorator that needs services.</summary>
    /// <param name="decorator">Makes the decorator around the reranker that it is given.</param>
    /// <returns>This builder.</returns>
    public TextRerankerBuilder Use(Func<ITextReranker, IServiceProvider, ITextReranker> decorator)
    {
        ArgumentNullException.ThrowIfNull(decorator);
        _decorators.Add(decorator);
        return this;
    }

    /// <summary>Adds a decorator that is a delegate: it is given a call and the inner reranker, and gives the results.</summary>
    /// <param name="rerank">
    /// Called for every <see cref="ITextReranker.RerankAsync"/>; may be called concurrently. Must not change the call's options.
    /// </param>
    /// <returns>This builder.</returns>
    public TextRerankerBuilder Use(
        Func<string, IReadOnlyList<string>, RerankOptions?, ITextReranker, CancellationToken, Task<RerankResults>> rerank)
    {
        ArgumentNullException.ThrowIfNull(rerank);
        return Use((inner, _) => new AnonymousTextReranker(inner, rerank));
    }

    /// <summary>
    /// Adds a decorator that reports each call: a span <c>rerank {model}</c> of the activity source <c>Qwen3.Connectors</c>, and the
    /// histograms <c>gen_ai.client.operation.duration</c> and <c>gen_ai.client.token.usage</c> of the meter of that name. No query,
    /// document or instruction is reported.
    /// </summary>
    /// <remarks>
    /// Experimental: OpenTelemetry has no names for reranking yet. These follow its open proposal (semantic-conventions-genai #253) and
    /// may change with it. Inside another such decorator it reports nothing.
    /// </remarks>
    /// <returns>This builder.</returns>
    public TextRerankerBuilder UseOpenTelemetry() => Use(inner => new TracedReranker(inner));

    /// <summary>Builds the reranker. The decorator added first is the outermost: it sees a call first and its results last.</summary>
    /// <param name="services">Services for decorators that need them; null for none.</param>
    /// <returns>The outermost decorator, or the reranker itself where there is none. Disposing it disposes all of them.</returns>
    /// <exception cref="InvalidOperationException">A factory gave null.</exception>
    public ITextReranker Build(IServiceProvider? services = null)
    {
        services ??= NoServices.Instance;
        var reranker = _innerFactory(services)
            ?? throw new InvalidOperationException("The factory of the inner reranker gave null; a reranker was expected.");
        for (var i = _decorators.Count - 1; i >= 0; i--)
        {
            reranker = _decorators[i](reranker, services)
                ?? throw new InvalidOperationException($"Decorator {i} of the reranker's builder gave null; a reranker was expected.");
        }

        return reranker;
    }
}
