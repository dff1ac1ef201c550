namespace Qwen3.Connectors;

/// <summary>One thing that a model file was held against.</summary>
/// <param name="Name">What was checked, in a word or a few, such as <c>end token</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Found">What was found.</param>
public sealed record ModelCheck(string Name, ModelCheckOutcome Outcome, string Expected, string Found)
{
    /// <summary>Why it matters or did not apply, in whole sentences; null where the check passed.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do, in whole sentences; null where there is nothing to do.</summary>
    public string? Advice { get; init; }
}
