namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>A text on its way through the queue.</summary>
/// <param name="tokens">Its ids, at least one.</param>
/// <param name="cancellationToken">The caller's.</param>
internal sealed class QueuedRequest(int[] tokens, CancellationToken cancellationToken)
{
    private int _left;

    /// <summary>Token ids.</summary>
    public int[] Tokens { get; } = tokens;

    /// <summary>The caller's.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Ends with the final hidden state, <c>[hidden]</c>.</summary>
    public TaskCompletionSource<float[]> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says that the text waits no longer; true the first time.</summary>
    public bool TryLeaveQueue() => Interlocked.Exchange(ref _left, 1) == 0;
}
