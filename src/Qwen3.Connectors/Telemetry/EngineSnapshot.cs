namespace Qwen3.Connectors.Telemetry;

/// <summary>An engine's counters at one moment. Counts go up from the moment the model was opened; queue lengths are of now.</summary>
internal readonly record struct EngineSnapshot
{
    public required long TextsCompleted { get; init; }

    public required long TokensComputed { get; init; }

    /// <summary>Tokens not computed again because texts share a prefix.</summary>
    public required long TokensShared { get; init; }

    public required long BatchesRun { get; init; }

    public required int QueuedTexts { get; init; }

    public required int QueuedTokens { get; init; }

    public required TimeSpan ComputeTime { get; init; }
}
