using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorData.Records;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Refuses vectors that don't belong into a collection, before the first is written or searched for.</summary>
internal sealed class CollectionGuard(SearchPlan plan, RecordSchema? schema, string? collection)
{
    private volatile bool _mayWrite;
    private volatile bool _maySearch;

    /// <summary>Before a record is written.</summary>
    /// <exception cref="InvalidOperationException">A generator makes vectors of another length than the collection takes.</exception>
    /// <exception cref="VectorSpaceMismatchException">Vectors of two spaces would meet.</exception>
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

    /// <summary>Before a query's vector is searched for.</summary>
    /// <param name="length">Values of the query's vector.</param>
    /// <param name="propertyName">The vector property to be searched; null where the search names none.</param>
    /// <param name="isEmbedded">Whether the query generator made the vector.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="InvalidOperationException">The vector is of another length than those of the collection.</exception>
    /// <exception cref="VectorSpaceMismatchException">Vectors of two spaces would meet.</exception>
    public async ValueTask BeforeSearchAsync(int length, string? propertyName, bool isEmbedded, CancellationToken cancellationToken)
    {
        var property = schema?.Vectors.FirstOrDefault(property => propertyName is null ? IsSearchedByDefault(property) : property.Name == propertyName);
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
        foreach (var generator in (schema?.Vectors ?? []).Select(property => property.Generator).Concat(Documents()).Append(plan.QueryGenerator).Distinct())
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

        if (plan.QueryEmbedding.StoredSpace is { } read && collection is not null && await read(collection, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            (queries ?? plan.QueryGenerator!.GetVectorSpace()).EnsureCompatible(stored);
            foreach (var space in writing ? documents : [])
            {
                space.EnsureCanAddTo(stored);
            }
        }
    }

    /// <summary>The generators that are known to embed documents for the vectors that are searched.</summary>
    private IEnumerable<IEmbeddingGenerator?> Documents() =>
        (schema?.Vectors ?? []).Where(IsSearchedByDefault).Select(property => property.Generator).Append(plan.QueryEmbedding.DocumentGenerator).Distinct();

    /// <summary>Whether a search that names no property searches this one.</summary>
    private bool IsSearchedByDefault(VectorProperty property) => plan.TwoStage is { } stages ? property.Name == stages.FullProperty : schema!.Vectors.Count == 1;

    private static VectorSpaceFingerprint? SpaceOf(IEmbeddingGenerator? generator) => generator?.GetService(typeof(VectorSpaceFingerprint)) as VectorSpaceFingerprint;

    private void CheckLength(VectorProperty property, IEmbeddingGenerator? generator, string role)
    {
        if (generator?.GetService(typeof(EmbeddingGeneratorMetadata)) is EmbeddingGeneratorMetadata { DefaultModelDimensions: { } dimensions } && dimensions != property.Dimensions)
        {
            throw Mismatch(property, role, dimensions);
        }
    }

    private InvalidOperationException Mismatch(VectorProperty property, string role, int dimensions) => new(
        $"A {role}'s vector has {dimensions} values, and '{property.Name}' of collection '{collection}' takes {property.Dimensions}. "
        + $"Set {nameof(Qwen3EmbeddingOptions)}.{nameof(Qwen3EmbeddingOptions.Dimensions)} of the generators of queries and documents to {property.Dimensions}, or make the collection anew with {dimensions}.");
}
