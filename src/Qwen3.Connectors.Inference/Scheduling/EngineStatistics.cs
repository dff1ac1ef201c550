namespace Qwen3.Connectors.Inference;

/// <summary>What an engine did since it was loaded, and what waits now.</summary>
public readonly record struct EngineStatistics
{
    /// <summary>Texts that got their result.</summary>
    public long TextsCompleted { get; init; }

    /// <summary>Tokens that went through the network.</summary>
    public long TokensComputed { get; init; }

    /// <summary>Tokens that needed not to, because a text of the same batch or an earlier one began, or was, the same.</summary>
    public long TokensShared { get; init; }

    /// <summary>Runs of the network.</summary>
    public long BatchesRun { get; init; }

    /// <summary>Texts that wait for a batch.</summary>
    public int QueuedTexts { get; init; }

    /// <summary>Tokens of the texts that wait.</summary>
    public long QueuedTokens { get; init; }

    /// <summary>Time spent in runs of the network.</summary>
    public TimeSpan ComputeTime { get; init; }
}
