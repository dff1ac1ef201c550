namespace Qwen3.Connectors;

/// <summary>What came of holding a model file against what is known of it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Model">The known model that it was taken for, or null.</param>
/// <param name="Recognition">How it was recognised, or why not, in a sentence.</param>
/// <param name="Checks">Every check, in the order they were made. A file that can't be read on has no more checks behind the one that says so.</param>
public sealed record ModelVerification(string Path, string? Model, string Recognition, IReadOnlyList<ModelCheck> Checks)
{
    /// <summary>Whether no check failed.</summary>
    public bool Passed => Checks.All(check => check.Outcome != ModelCheckOutcome.Failed);
}
