namespace Qwen3.Connectors.Models.Verification;

/// <summary>One check of a model file.</summary>
/// <param name="Name">What was checked, in a few words, such as <c>end token</c>.</param>
/// <param name="Outcome">The result.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Found">What was found.</param>
internal sealed record ModelCheck(string Name, ModelCheckOutcome Outcome, string Expected, string Found)
{
    /// <summary>Why it matters or does not apply, in sentences; null where the check passed.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do, in sentences; null where there is nothing to do.</summary>
    public string? Advice { get; init; }
}
