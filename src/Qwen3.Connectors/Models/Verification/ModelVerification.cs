namespace Qwen3.Connectors.Models.Verification;

/// <summary>The result of verifying a model file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Model">The known model that the file was identified as, or null.</param>
/// <param name="Recognition">How it was identified, or why not, in a sentence.</param>
/// <param name="Checks">Every check, in the order of execution. A file that can't be read further has no checks after the one that says so.</param>
internal sealed record ModelVerification(string Path, string? Model, string Recognition, IReadOnlyList<ModelCheck> Checks)
{
    /// <summary>Whether no check failed.</summary>
    public bool Passed => Checks.All(check => check.Outcome != ModelCheckOutcome.Failed);
}
