using Qwen3.Connectors.Models.Fingerprints.Comparison;

namespace Qwen3.Connectors;

/// <summary>
/// The exception that is thrown when vectors of two vector spaces would be compared or stored together. Their similarities would look
/// plausible and have no meaning.
/// </summary>
/// <remarks>The message names every part that differs, with the stored and the current value, and says what to do. It contains no user
/// text.</remarks>
public sealed class VectorSpaceMismatchException : Exception
{
    /// <param name="stored">The vector space of the stored vectors.</param>
    /// <param name="current">The vector space of the generator.</param>
    /// <param name="differences">The differences that prevent the operation, in the order of the parts.</param>
    internal VectorSpaceMismatchException(
        VectorSpaceFingerprint stored, VectorSpaceFingerprint current, IReadOnlyList<VectorSpaceDifference> differences)
        : base(Describe(differences))
    {
        Stored = stored;
        Current = current;
        Differences = differences;
    }

    /// <summary>The vector space of the stored vectors.</summary>
    public VectorSpaceFingerprint Stored { get; }

    /// <summary>The vector space of the generator.</summary>
    public VectorSpaceFingerprint Current { get; }

    internal IReadOnlyList<VectorSpaceDifference> Differences { get; }

    private static string Describe(IReadOnlyList<VectorSpaceDifference> differences)
    {
        var parts = differences.Select(difference =>
            $"{difference.Part.ToString().ToLowerInvariant()} is {difference.Stored} (stored) and {difference.Current} (generator): "
            + difference.Meaning);
        return $"The stored vectors and the generator belong to different vector spaces. {string.Join(' ', parts)}";
    }
}
