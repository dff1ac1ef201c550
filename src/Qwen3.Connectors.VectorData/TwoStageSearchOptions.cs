using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.VectorData;

/// <summary>
/// A search over two vector properties of a record: a short one (the first values of the full vector, normalised again, as <see cref="Matryoshka.Truncate(ReadOnlySpan{float}, int)"/>
/// gives them) finds candidates, the full one scores them again. Copied by <see cref="VectorSearchBuilder{T}.UseTwoStageSearch"/>.
/// </summary>
/// <remarks>
/// Both properties must hold vectors (<c>ReadOnlyMemory&lt;float&gt;</c>, <c>float[]</c> or <c>Embedding&lt;float&gt;</c>): vectors that a store makes from strings don't come
/// back from a search. Searches that name another vector property are left alone. Scores are cosines, and <c>ScoreThreshold</c> is their lowest.
/// </remarks>
public sealed class TwoStageSearchOptions
{
    /// <summary>The name of the property with the short vectors.</summary>
    public required string ShortProperty { get; set; }

    /// <summary>The name of the property with the full vectors.</summary>
    public required string FullProperty { get; set; }

    /// <summary>Records that the short vectors find, where fewer are asked for; 1 or more.</summary>
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
                $"{nameof(TwoStageSearchOptions)}: {nameof(ShortProperty)} is '{ShortProperty}', {nameof(FullProperty)} '{FullProperty}'; expected the names of two properties.", parameterName);
        }

        return (TwoStageSearchOptions)MemberwiseClone();
    }
}
