using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Remote.Diagnosis;

/// <summary>The result of examining a server.</summary>
/// <param name="Endpoint">The server.</param>
/// <param name="Kind">What it speaks.</param>
/// <param name="Model">The model that was examined; null where the server does not name it.</param>
/// <param name="Checks">Every check, in the order of execution.</param>
internal sealed record ServerDiagnosis(Uri Endpoint, string Kind, string? Model, IReadOnlyList<ModelCheck> Checks)
{
    /// <summary>Whether no check failed.</summary>
    public bool Passed => Checks.All(check => check.Outcome != ModelCheckOutcome.Failed);
}
