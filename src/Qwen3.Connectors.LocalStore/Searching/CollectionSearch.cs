using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Embeddings;
using Qwen3.Connectors.LocalStore.Filters;
using Qwen3.Connectors.LocalStore.Indexing;
using Qwen3.Connectors.LocalStore.Records;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Searching;

/// <summary>The searches of a collection. The found records are read in the transaction that found them.</summary>
internal sealed class CollectionSearch<TRecord>(
    string name, StoreFile file, LayoutCache layouts, IndexCache indexes, SpaceGuard spaces, LocalVectorStoreOptions options)
    where TRecord : class
{
    /// <summary>Candidates of each half of a hybrid search at least: a record that both find low ranks high.</summary>
    private const int MinHybridCandidates = 100;

    /// <summary>Finds the records nearest to a value.</summary>
    public async Task<List<VectorSearchResult<TRecord>>> FindAsync(
        VectorPropertyModel property,
        object value,
        Expression<Func<TRecord, bool>>? filter,
        SearchPage page,
        CancellationToken cancellationToken)
    {
        var query = await EmbedAsync(property, value, cancellationToken).ConfigureAwait(false);
        return await RunAsync(
            page,
            (session, collection, layout) => FindNearest(
                session, collection, layout, query, Translate(filter, layout), page.Count, cancellationToken)
                ?.Where(match => DistanceMeasure.Of(property.DistanceFunction).Passes(match.Score, page.Threshold)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds records near to a value, and records with keywords, and fuses their ranks.</summary>
    public async Task<List<VectorSearchResult<TRecord>>> FindHybridAsync(
        VectorPropertyModel property,
        object value,
        DataPropertyModel textProperty,
        IReadOnlyList<string> keywords,
        Expression<Func<TRecord, bool>>? filter,
        SearchPage page,
        CancellationToken cancellationToken)
    {
        var query = await EmbedAsync(property, value, cancellationToken).ConfigureAwait(false);
        var candidates = (int)Math.Min(Math.Max(4L * page.Count, MinHybridCandidates), int.MaxValue);
        return await RunAsync(
            page,
            (session, collection, layout) =>
            {
                var condition = Translate(filter, layout);
                var ordinal = layout.FindColumn(textProperty)!.Stored.Ordinal;
                return FindNearest(session, collection, layout, query, condition, candidates, cancellationToken) is { } nearest
                    ? RankFusion.Fuse(
                            nearest.ConvertAll(match => match.Id),
                            KeywordFinder.Find(session, collection, ordinal, keywords, condition, candidates))
                        .Where(match => page.Threshold is not { } threshold || match.Score >= threshold)
                    : null;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static SqlFilter? Translate(Expression<Func<TRecord, bool>>? filter, RecordLayout layout) =>
        filter is null ? null : FilterTranslator.Translate(filter, layout);

    private static async ValueTask<SearchVector> EmbedAsync(VectorPropertyModel property, object value, CancellationToken cancellationToken)
    {
        var vector = await QueryEmbedder.EmbedAsync(property, value, cancellationToken).ConfigureAwait(false);

        // Also for a vector that the caller made: with this property's generator, or with none that belongs here.
        var space = await GeneratorSpaces.ReadAsync(property, cancellationToken).ConfigureAwait(false);
        return new SearchVector(property, vector, space);
    }

    /// <summary>Finds ids and reads their records; begins again while the index knows a later version than the transaction.</summary>
    private async Task<List<VectorSearchResult<TRecord>>> RunAsync(
        SearchPage page,
        Func<StoreSession, StoredCollection, RecordLayout, IEnumerable<ScoredId>?> find,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var results = await file.ReadAsync(
                session =>
                {
                    var (collection, layout) = layouts.Find(session);
                    return find(session, collection, layout) is { } found
                        ? Read(session, collection, layout, [.. found.Skip(page.Skip).Take(page.Top)], page.IncludeVectors)
                        : null;
                },
                cancellationToken).ConfigureAwait(false);
            if (results is not null)
            {
                return results;
            }
        }
    }

    /// <returns>Null if the index knows a later version than the transaction.</returns>
    private List<ScoredId>? FindNearest(
        StoreSession session,
        StoredCollection collection,
        RecordLayout layout,
        SearchVector query,
        SqlFilter? filter,
        int count,
        CancellationToken cancellationToken)
    {
        var property = layout.Vectors.First(vector => vector.Model == query.Property);
        spaces.BeforeSearch(session, collection, property, query.Space);
        var plan = IndexPlan.Create(property.Measure, query.Property.Dimensions, query.Property.IndexKind, options);
        var finder = new VectorFinder(session, collection, property, query.Vector, filter, cancellationToken);
        var index = indexes.Get(name, property.Stored.Ordinal, plan);
        return index.TryUse(session, collection, (vectors, kept) => finder.Find(vectors, kept, count), out var found) ? found : null;
    }

    private static List<VectorSearchResult<TRecord>> Read(
        StoreSession session, StoredCollection collection, RecordLayout layout, IReadOnlyList<ScoredId> matches, bool includeVectors)
    {
        var ids = JsonList.Write(matches.Select(match => (object)match.Id));
        var records = new RecordReader<TRecord>(session, collection, layout, includeVectors)
            .Read("WHERE r.id IN (SELECT value FROM json_each(?1))", ids)
            .ToDictionary(found => found.Id, found => found.Record);
        return [.. matches.Select(match => new VectorSearchResult<TRecord>(records[match.Id], match.Score))];
    }

    /// <summary>A vector to search for, and the space of the generator that made it.</summary>
    private sealed record SearchVector(VectorPropertyModel Property, ReadOnlyMemory<float> Vector, VectorSpaceFingerprint? Space);
}
