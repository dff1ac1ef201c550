using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Records;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Runs a search: embeds the query, finds candidates in one or two stages, and reranks them.</summary>
internal sealed class SearchPipeline<TRecord>
    where TRecord : class
{
    private readonly RecordModel<TRecord> _model;
    private readonly CandidateReranker<TRecord>? _reranker;
    private readonly TwoStageSearch<TRecord>? _stages;

    public SearchPipeline(SearchPlan plan, RecordModel<TRecord> model, string? collection)
    {
        Plan = plan;
        _model = model;
        _reranker = plan.Reranker is null ? null : new(plan, model, collection);
        _stages = plan.TwoStage is null ? null : new(plan.TwoStage, model);
        Guard = new(plan, model.Schema, collection);
    }

    public SearchPlan Plan { get; }

    public CollectionGuard Guard { get; }

    public IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        IVectorSearchable<TRecord> inner, TInput value, int top, VectorSearchOptions<TRecord>? options, CancellationToken cancellationToken)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return RunAsync(value, top, options?.Skip ?? 0, options?.VectorProperty, Fetch, cancellationToken);

        IAsyncEnumerable<VectorSearchResult<TRecord>> Fetch(SearchQuery query, SearchPage page)
        {
            var inside = (options ?? new()).Copy();
            inside.Skip = page.Skip;
            return query.Vector is not { } vector ? inner.SearchAsync(value, page.Top, inside, cancellationToken)
                : _stages is not null && inside.VectorProperty is null ? _stages.SearchAsync(inner, vector, page, inside, cancellationToken)
                : inner.SearchAsync(vector, page.Top, inside, cancellationToken);
        }
    }

    public IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        IKeywordHybridSearchable<TRecord> inner,
        TInput value,
        ICollection<string> keywords,
        int top,
        HybridSearchOptions<TRecord>? options,
        CancellationToken cancellationToken)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(keywords);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return RunAsync(value, top, options?.Skip ?? 0, options?.VectorProperty, Fetch, cancellationToken);

        IAsyncEnumerable<VectorSearchResult<TRecord>> Fetch(SearchQuery query, SearchPage page)
        {
            var inside = (options ?? new()).Copy();
            inside.Skip = page.Skip;
            inside.VectorProperty ??= Plan.TwoStage is { } stages ? _model.Select(stages.FullProperty) : null;
            return query.Vector is { } vector
                ? inner.HybridSearchAsync(vector, keywords, page.Top, inside, cancellationToken)
                : inner.HybridSearchAsync(value, keywords, page.Top, inside, cancellationToken);
        }
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> RunAsync(
        object value,
        int top,
        int skip,
        Expression<Func<TRecord, object?>>? property,
        Func<SearchQuery, SearchPage, IAsyncEnumerable<VectorSearchResult<TRecord>>> fetch,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = await EmbedAsync(value, SelectedProperty.NameOf(property), cancellationToken).ConfigureAwait(false);
        var page = new SearchPage(skip, top);
        if (_reranker is null || query.Text is null)
        {
            await foreach (var result in fetch(query, page).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }

            yield break;
        }

        var candidates = fetch(query, new SearchPage(0, page.Candidates(Plan.Reranking.Candidates)));
        foreach (var result in await _reranker.RerankAsync(query.Text, candidates, page, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private async ValueTask<SearchQuery> EmbedAsync(object value, string? property, CancellationToken cancellationToken)
    {
        var query = value switch
        {
            EmbeddedQuery embedded => new SearchQuery(embedded.Text, embedded.Vector),
            string text => new SearchQuery(text, await EmbedTextAsync(text, cancellationToken).ConfigureAwait(false)),
            ReadOnlyMemory<float> vector => new SearchQuery(null, vector),
            float[] vector => new SearchQuery(null, vector),
            Embedding<float> embedding => new SearchQuery(null, embedding.Vector),
            _ => default,
        };
        if (query.Vector is { } found)
        {
            await Guard.BeforeSearchAsync(found.Length, property, isEmbedded: value is string, cancellationToken).ConfigureAwait(false);
        }

        return query;
    }

    private async ValueTask<ReadOnlyMemory<float>?> EmbedTextAsync(string text, CancellationToken cancellationToken)
    {
        if (Plan.QueryGenerator is { } generator)
        {
            var options = new EmbeddingGenerationOptions().WithRole(EmbeddingRole.Query);
            return await generator.GenerateVectorAsync(text, options, cancellationToken).ConfigureAwait(false);
        }

        return _stages is null
            ? (ReadOnlyMemory<float>?)null
            : throw new InvalidOperationException(
                $"A two-stage search for a text requires {nameof(VectorSearchBuilder<>.UseQueryEmbedding)}: "
                + "the generator of the store computes vectors of one length only.");
    }
}
