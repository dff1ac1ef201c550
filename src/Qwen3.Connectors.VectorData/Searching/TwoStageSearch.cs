using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Records;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Short vectors find, full vectors rescore.</summary>
internal sealed class TwoStageSearch<TRecord>
    where TRecord : class
{
    private readonly TwoStageSearchOptions _options;
    private readonly RecordModel<TRecord> _model;
    private readonly int _shortDimensions;

    /// <exception cref="InvalidOperationException">The records don't have two such vector properties.</exception>
    public TwoStageSearch(TwoStageSearchOptions options, RecordModel<TRecord> model)
    {
        _options = options;
        _model = model;
        _shortDimensions = Require(options.ShortProperty).Dimensions;
        Require(options.FullProperty);
    }

    public async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync(
        IVectorSearchable<TRecord> inner, ReadOnlyMemory<float> vector, SearchPage page, VectorSearchOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inside = options.Copy();
        inside.VectorProperty = _model.Select(_options.ShortProperty);
        inside.Skip = 0;
        inside.IncludeVectors = true;
        inside.ScoreThreshold = null;
        ReadOnlyMemory<float> beginning = Cut(vector);
        var found = await inner.SearchAsync(beginning, page.Candidates(_options.Candidates), inside, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var scored = found
            .Select(result => new VectorSearchResult<TRecord>(result.Record, Score(result.Record, vector.Span)))
            .Where(result => options.ScoreThreshold is not { } threshold || result.Score >= threshold)
            .OrderByDescending(result => result.Score);
        foreach (var result in page.Cut(scored))
        {
            yield return result;
        }
    }

    private float[] Cut(ReadOnlyMemory<float> vector) => vector.Length > _shortDimensions
        ? Matryoshka.Truncate(vector.Span, _shortDimensions)
        : throw new InvalidOperationException($"A query of {vector.Length} values was given to a two-stage search whose short vectors ('{_options.ShortProperty}') have {_shortDimensions}; more were expected.");

    private double Score(TRecord record, ReadOnlySpan<float> query)
    {
        _model.TryRead(record, _options.FullProperty, out var value);
        var vector = value switch
        {
            ReadOnlyMemory<float> memory => memory.Span,
            float[] array => array,
            Embedding<float> embedding => embedding.Vector.Span,
            _ => throw new InvalidOperationException($"A record came back without its vector '{_options.FullProperty}', which a two-stage search needs; the store must give vectors back when asked to."),
        };
        return vector.Length == query.Length
            ? TensorPrimitives.CosineSimilarity(query, vector)
            : throw new InvalidOperationException($"A record's vector '{_options.FullProperty}' has {vector.Length} values, the query {query.Length}; the same number was expected.");
    }

    private VectorProperty Require(string name)
    {
        var schema = _model.Schema ?? throw new InvalidOperationException("A two-stage search in a dynamic collection needs its definition; give it to AsBuilder.");
        var property = schema.Vectors.FirstOrDefault(property => property.Name == name)
            ?? throw new InvalidOperationException($"The records have no vector property '{name}' for the two-stage search; they have {string.Join(", ", schema.Vectors.Select(property => $"'{property.Name}'"))}.");
        return property.HoldsVectors
            ? property
            : throw new InvalidOperationException($"The vector property '{name}' is a {property.Type}, which the store embeds and does not give back; a two-stage search needs vectors, such as ReadOnlyMemory<float>.");
    }
}
