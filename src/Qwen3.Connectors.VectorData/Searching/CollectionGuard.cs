using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorData.Records;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>
/// Rejects vectors of another length or vector space than those of a collection, before the first write and the first search.
/// </summary>
internal sealed class CollectionGuard(SearchPlan plan, RecordSchema? schema, string? collection)
{
    private volatile bool _mayWrite;
    private volatile bool _maySearch;

    /// <summary>Checks the generators before a record is written.</summary>
    /// <exception cref="InvalidOperationException">The vectors of a generator have another length than those of the collection.</exception>
    /// <exception cref="VectorSpaceMismatchException">The vectors of queries and documents are in different vector spaces.</exception>
    public async ValueTask BeforeWriteAsync(CancellationToken cancellationToken)
    {
        if (_mayWrite)
        {
            return;
        }

        await OpenModelsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var property in schema?.Vectors ?? [])
        {
            CheckLength(property, property.Generator, "document");
            CheckLength(property, IsSearchedByDefault(property) ? plan.QueryGenerator : null, "query");
        }

        await CheckSpacesAsync(writing: true, cancellationToken).ConfigureAwait(false);
        _mayWrite = true;
    }

    /// <summary>Checks the vector of a query before the search.</summary>
    /// <param name="length">The length of the vector.</param>
    /// <param name="propertyName">The vector property that is searched; null if the search names none.</param>
    /// <param name="isEmbedded">Whether the query generator computed the vector.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="InvalidOperationException">The vector has another length than those of the collection.</exception>
    /// <exception cref="VectorSpaceMismatchException">The vectors of queries and documents are in different vector spaces.</exception>
    public async ValueTask BeforeSearchAsync(int length, string? propertyName, bool isEmbedded, CancellationToken cancellationToken)
    {
        var property = schema?.Vectors.FirstOrDefault(
            property => propertyName is null ? IsSearchedByDefault(property) : property.Name == propertyName);
        if (property is not null && property.Dimensions != length)
        {
            throw Mismatch(property, "query", length);
        }

        if (isEmbedded && !_maySearch)
        {
            await CheckSpacesAsync(writing: false, cancellationToken).ConfigureAwait(false);
            _maySearch = true;
        }
    }

    /// <summary>Opens the models that are not open yet: before that they report neither their width nor their space.</summary>
    private async ValueTask OpenModelsAsync(CancellationToken cancellationToken)
    {
        foreach (var generator in (schema?.Vectors ?? []).Select(property => property.Generator).Concat(Documents())
            .Append(plan.QueryGenerator).Distinct())
        {
            if (generator?.GetService(typeof(Qwen3EmbeddingGenerator)) is Qwen3EmbeddingGenerator known)
            {
                await known.GetDescriptionAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask CheckSpacesAsync(bool writing, CancellationToken cancellationToken)
    {
        await OpenModelsAsync(cancellationToken).ConfigureAwait(false);
        var queries = SpaceOf(plan.QueryGenerator);
        var documents = Documents().Select(SpaceOf).OfType<VectorSpaceFingerprint>().ToArray();
        foreach (var space in documents)
        {
            queries?.EnsureCompatible(space);
        }

        if (plan.QueryEmbedding.StoredSpace is { } read
            && collection is not null
            && await read(collection, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            (queries ?? plan.QueryGenerator!.GetVectorSpace()).EnsureCompatible(stored);
            foreach (var space in writing ? documents : [])
            {
                space.EnsureCanAddTo(stored);
            }
        }
    }

    /// <summary>Returns the generators that are known to embed the documents of the searched vectors.</summary>
    private IEnumerable<IEmbeddingGenerator?> Documents() => (schema?.Vectors ?? [])
        .Where(IsSearchedByDefault)
        .Select(property => property.Generator)
        .Append(plan.QueryEmbedding.DocumentGenerator)
        .Distinct();

    /// <summary>Whether a search that names no property searches this one.</summary>
    private bool IsSearchedByDefault(VectorProperty property) =>
        plan.TwoStage is { } stages ? property.Name == stages.FullProperty : schema!.Vectors.Count == 1;

    private static VectorSpaceFingerprint? SpaceOf(IEmbeddingGenerator? generator) =>
        generator?.GetService(typeof(VectorSpaceFingerprint)) as VectorSpaceFingerprint;

    private void CheckLength(VectorProperty property, IEmbeddingGenerator? generator, string role)
    {
        var metadata = generator?.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        if (metadata?.DefaultModelDimensions is { } dimensions && dimensions != property.Dimensions)
        {
            throw Mismatch(property, role, dimensions);
        }
    }

    private InvalidOperationException Mismatch(VectorProperty property, string role, int dimensions) => new(
        $"The vector of a {role} has {dimensions} dimensions; '{property.Name}' of collection '{collection}' expects "
        + $"{property.Dimensions}. "
        + $"Set {nameof(Qwen3EmbeddingOptions)}.{nameof(Qwen3EmbeddingOptions.Dimensions)} of the generators of queries and documents to "
        + $"{property.Dimensions}, or recreate the collection with {dimensions}.");
}
