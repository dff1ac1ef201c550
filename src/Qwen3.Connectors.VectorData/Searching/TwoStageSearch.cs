using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Records;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Finds candidates by short vectors and rescores them by full vectors.</summary>
internal sealed class TwoStageSearch<TRecord>
    where TRecord : class
{
    private readonly TwoStageSearchOptions _options;
    private readonly RecordModel<TRecord> _model;
    private readonly int _shortDimensions;

    /// <exception cref="InvalidOperationException">The records do not have these two vector properties.</exception>
    public TwoStageSearch(TwoStageSearchOptions options, RecordModel<TRecord> model)
    {
        _options = options;
        _model = model;
        _shortDimensions = Require(options.ShortProperty).Dimensions;
        Require(options.FullProperty);
    }

    public async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync(
        IVectorSearchable<TRecord> inner,
        ReadOnlyMemory<float> vector,
        SearchPage page,
        VectorSearchOptions<TRecord> options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inside = options.Copy();
        inside.VectorProperty = _model.Select(_options.ShortProperty);
        inside.Skip = 0;
        inside.IncludeVectors = true;
        inside.ScoreThreshold = null;
        ReadOnlyMemory<float> shortVector = Truncate(vector);
        var count = page.Candidates(_options.Candidates);
        var search = inner.SearchAsync(shortVector, count, inside, cancellationToken);
        var scored = (await search.ToListAsync(cancellationToken).ConfigureAwait(false))
            .Select(result => new VectorSearchResult<TRecord>(result.Record, Score(result.Record, vector.Span)))
            .Where(result => options.ScoreThreshold is not { } threshold || result.Score >= threshold)
            .OrderByDescending(result => result.Score);
        foreach (var result in page.Select(scored))
        {
            yield return result;
        }
    }

    private float[] Truncate(ReadOnlyMemory<float> vector) => vector.Length > _shortDimensions
        ? Matryoshka.Truncate(vector.Span, _shortDimensions)
        : throw new InvalidOperationException(
            $"The query of a two-stage search has {vector.Length} dimensions; "
            + $"expected more than the {_shortDimensions} of '{_options.ShortProperty}'.");

    private double Score(TRecord record, ReadOnlySpan<float> query)
    {
        _model.TryRead(record, _options.FullProperty, out var value);
        var vector = value switch
        {
            ReadOnlyMemory<float> memory => memory.Span,
            float[] array => array,
            Embedding<float> embedding => embedding.Vector.Span,
            _ => throw new InvalidOperationException(
                $"The store returned a record without its vector '{_options.FullProperty}', which a two-stage search requires. "
                + "Use a store that returns vectors when IncludeVectors is true."),
        };
        return vector.Length == query.Length
            ? TensorPrimitives.CosineSimilarity(query, vector)
            : throw new InvalidOperationException(
                $"The vector '{_options.FullProperty}' of a record has {vector.Length} dimensions; "
                + $"expected the {query.Length} of the query.");
    }

    private VectorProperty Require(string name)
    {
        var schema = _model.Schema
            ?? throw new InvalidOperationException(
                "A two-stage search in a dynamic collection requires its definition. Pass it to AsBuilder.");
        var property = schema.Vectors.FirstOrDefault(property => property.Name == name)
            ?? throw new InvalidOperationException(
                $"The records have no vector property '{name}' for the two-stage search; "
                + $"expected one of {string.Join(", ", schema.Vectors.Select(property => $"'{property.Name}'"))}.");
        return property.HoldsVectors
            ? property
            : throw new InvalidOperationException(
                $"The vector property '{name}' is a {property.Type}, which the store embeds and does not return; "
                + "expected a vector, such as ReadOnlyMemory<float>.");
    }
}
