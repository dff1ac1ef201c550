using Qwen3.Connectors.VectorSearch;
using Qwen3.Connectors.VectorSearch.Keyed;

namespace Qwen3.Connectors.LocalStore.Indexing;

/// <summary>How the vectors of a property are kept in memory.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Dimensions">Values of a vector.</param>
/// <param name="Encoding">How a value is kept.</param>
/// <param name="ScanDimensions">How many of the first values are kept.</param>
/// <param name="CandidateMultiplier">Candidates per requested result that are scored again with the vectors of the file.</param>
internal sealed record IndexPlan(VectorMetric Metric, int Dimensions, VectorEncoding Encoding, int ScanDimensions, int CandidateMultiplier)
{
    /// <summary>Whether vectors are kept as they are, so that a search is exact.</summary>
    public bool IsExact => Encoding == VectorEncoding.Float32 && ScanDimensions == Dimensions;

    public static IndexPlan Create(DistanceMeasure measure, int dimensions, string? kind, LocalVectorStoreOptions options)
    {
        var isExact = IndexKinds.IsQuantized(kind) == false || measure.Metric is not (VectorMetric.Cosine or VectorMetric.DotProduct);
        return isExact
            ? new(measure.Metric, dimensions, VectorEncoding.Float32, dimensions, 1)
            : new(
                measure.Metric,
                dimensions,
                IndexKinds.IsQuantized(kind) == true ? VectorEncoding.Int8 : options.ScanEncoding,
                Math.Min(options.ScanDimensions ?? dimensions, dimensions),
                options.CandidateMultiplier);
    }

    public IndexPlan Exact() => this with { Encoding = VectorEncoding.Float32, ScanDimensions = Dimensions };
}
