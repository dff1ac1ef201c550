using Qwen3.Connectors.Inference.Prompts;

namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>The texts of one call on their way through the queue, first to last.</summary>
/// <param name="sequences">Token ids of each text, at least one; an entry is dropped when its row was received.</param>
/// <param name="receive">Takes the rows.</param>
/// <param name="cancellationToken">The caller's token.</param>
internal sealed class InferenceCall(TokenSequence[] sequences, RowReceiver receive, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _received;

    /// <summary>Tokens of all texts.</summary>
    public long TokenCount { get; } = sequences.Sum(sequence => (long)sequence.Ids.Length);

    /// <summary>Texts of the call.</summary>
    public int TextCount { get; } = sequences.Length;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Ends when every row was received, or with the first failure.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Whether no result is wanted any more.</summary>
    public bool HasEnded => _completion.Task.IsCompleted;

    /// <summary>The next text to compute. Owned by the queue, as everything below.</summary>
    public int NextText { get; set; }

    /// <summary>Tokens of the texts from <see cref="NextText"/> on; 0 once the call has left the queue.</summary>
    public long WaitingTokens { get; set; }

    /// <summary>The call's text that the current batch took last; null where it took none.</summary>
    public (int BatchNumber, int[] Ids)? Last { get; set; }

    public int[] IdsOf(int text) => sequences[text].Ids;

    /// <summary>Hands out a row. A receiver that throws ends its own call only.</summary>
    public void Receive(int text, ReadOnlySpan<float> hidden)
    {
        if (HasEnded)
        {
            return;
        }

        try
        {
            receive(text, sequences[text], hidden);
            sequences[text] = default;
            if (++_received == sequences.Length)
            {
                _completion.TrySetResult();
            }
        }
#pragma warning disable CA1031 // The caller gets the exception; the batch's other calls get their rows.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }
    }

    /// <summary>Ends the call: as cancelled if its caller cancelled it, whatever the batch ended with.</summary>
    public void Fail(Exception exception)
    {
        if (CancellationToken.IsCancellationRequested)
        {
            Cancel();
        }
        else
        {
            _completion.TrySetException(exception);
        }
    }

    public void Cancel() => _completion.TrySetCanceled(CancellationToken);
}
