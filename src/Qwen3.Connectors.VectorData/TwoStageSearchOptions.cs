using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.VectorData;

/// <summary>
/// Options of a search over two vector properties of a record: the short vector finds candidates, the full vector rescores them. The short
/// vector is the beginning of the full one, normalised, as <see cref="Matryoshka.Truncate(ReadOnlySpan{float}, int)"/> returns it. Copied
/// by <see cref="VectorSearchBuilder{T}.UseTwoStageSearch"/>.
/// </summary>
/// <remarks>
/// Both properties must hold vectors (<c>ReadOnlyMemory&lt;float&gt;</c>, <c>float[]</c> or <c>Embedding&lt;float&gt;</c>): a search does
/// not return vectors that a store computes from strings. Searches that name a vector property have one stage. Scores are cosine
/// similarities, and <c>ScoreThreshold</c> is their minimum.
/// </remarks>
public sealed class TwoStageSearchOptions
{
    /// <summary>Gets or sets the name of the property with the short vectors.</summary>
    public required string ShortProperty { get; set; }

    /// <summary>Gets or sets the name of the property with the full vectors.</summary>
    public required string FullProperty { get; set; }

    /// <summary>Gets or sets the number of candidates that the short vectors find, 1 or more; more if skip and top ask for more.</summary>
    /// <value>Default 200.</value>
    public int Candidates
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 200;

    internal TwoStageSearchOptions CloneValid(string parameterName)
    {
        if (string.IsNullOrEmpty(ShortProperty) || string.IsNullOrEmpty(FullProperty) || ShortProperty == FullProperty)
        {
            throw new ArgumentException(
                $"{nameof(TwoStageSearchOptions)}: {nameof(ShortProperty)} is '{ShortProperty}' and "
                + $"{nameof(FullProperty)} is '{FullProperty}'; "
                + "expected the names of two properties.",
                parameterName);
        }

        return (TwoStageSearchOptions)MemberwiseClone();
    }
}
