namespace Qwen3.Connectors.Inference;

/// <summary>Work of an engine since it was loaded, and what waits now.</summary>
public readonly record struct EngineStatistics
{
    /// <summary>Texts whose results were returned.</summary>
    public long TextsCompleted { get; init; }

    /// <summary>Tokens computed by the network.</summary>
    public long TokensComputed { get; init; }

    /// <summary>Tokens not computed, because a text of the same batch or the prefix cache has the same prefix or is equal.</summary>
    public long TokensShared { get; init; }

    /// <summary>Batches computed.</summary>
    public long BatchesRun { get; init; }

    /// <summary>Texts that wait for a batch.</summary>
    public int QueuedTexts { get; init; }

    /// <summary>Tokens of the texts that wait.</summary>
    public long QueuedTokens { get; init; }

    /// <summary>Time spent computing batches.</summary>
    public TimeSpan ComputeTime { get; init; }
}
