using System.Globalization;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Remote;

/// <summary>A server embedded all texts of a call but some. The rows of the others are here, so that they need not be computed
/// again.</summary>
public sealed class PartialResultException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="completed">The rows by the index of their text, at full width, not truncated to dimensions.</param>
    /// <param name="failures">What was wrong with the other texts, by their index.</param>
    public PartialResultException(IReadOnlyDictionary<int, EmbeddedText> completed, IReadOnlyDictionary<int, Exception> failures)
        : base(Describe(completed, failures), failures?.OrderBy(failure => failure.Key).First().Value)
    {
        Completed = completed;
        Failures = failures!;
    }

    /// <summary>Gets the rows by the index of their text, at full width, not normalised.</summary>
    public IReadOnlyDictionary<int, EmbeddedText> Completed { get; }

    /// <summary>Gets what was wrong with the other texts, by their index.</summary>
    public IReadOnlyDictionary<int, Exception> Failures { get; }

    private static string Describe(IReadOnlyDictionary<int, EmbeddedText> completed, IReadOnlyDictionary<int, Exception> failures)
    {
        ArgumentNullException.ThrowIfNull(completed);
        ArgumentNullException.ThrowIfNull(failures);
        var (index, first) = failures.OrderBy(failure => failure.Key).First();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{failures.Count} of {completed.Count + failures.Count} texts could not be embedded; text {index}: {first.Message} "
            + $"{nameof(Failures)} lists them, and {nameof(Completed)} has the rows of the others.");
    }
}
