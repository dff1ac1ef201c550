namespace Qwen3.Connectors;

/// <summary>Vectors of two spaces were about to meet: their similarities would look healthy and mean nothing.</summary>
/// <remarks>The message names every part that differs, as it was stored and as it is here, and says what to do. It holds no text of the user's.</remarks>
public sealed class VectorSpaceMismatchException : Exception
{
    /// <summary>Creates the exception from its facts.</summary>
    /// <param name="stored">What the stored vectors were made with.</param>
    /// <param name="current">What the generator makes vectors with.</param>
    /// <param name="differences">What differs and matters.</param>
    public VectorSpaceMismatchException(VectorSpaceFingerprint stored, VectorSpaceFingerprint current, IReadOnlyList<VectorSpaceDifference> differences)
        : base(Describe(differences))
    {
        Stored = stored;
        Current = current;
        Differences = differences;
    }

    /// <summary>What the stored vectors were made with.</summary>
    public VectorSpaceFingerprint Stored { get; }

    /// <summary>What the generator makes vectors with.</summary>
    public VectorSpaceFingerprint Current { get; }

    /// <summary>What differs and matters, in the order of the parts.</summary>
    public IReadOnlyList<VectorSpaceDifference> Differences { get; }

    private static string Describe(IReadOnlyList<VectorSpaceDifference> differences)
    {
        var parts = differences.Select(difference => $"{Lower(difference.Part)} {difference.Stored} (stored) and {difference.Current} (here): {difference.Meaning}");
        return $"The stored vectors are of another space than this generator's. {string.Join(' ', parts)}";
    }

    private static string Lower(VectorSpacePart part) => part.ToString().ToLowerInvariant();
}
