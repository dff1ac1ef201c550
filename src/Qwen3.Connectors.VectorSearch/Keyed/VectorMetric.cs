namespace Qwen3.Connectors.VectorSearch.Keyed;

/// <summary>What makes two vectors near. Scores of distances are negative, so that a higher score is always nearer.</summary>
internal enum VectorMetric
{
    /// <summary>The dot product of the vectors divided by their norms.</summary>
    Cosine,

    /// <summary>The dot product.</summary>
    DotProduct,

    /// <summary>The negative sum of squared differences.</summary>
    SquaredEuclidean,

    /// <summary>The negative sum of absolute differences.</summary>
    Manhattan,

    /// <summary>The negative number of dimensions whose values differ.</summary>
    Hamming,
}
