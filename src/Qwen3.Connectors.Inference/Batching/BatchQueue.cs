using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Batching;

/// <summary>Many callers, one network: waiting texts are packed into batches of about as many tokens as allowed, first come first served.</summary>
internal sealed class BatchQueue : IDisposable
{
    private readonly Qwen3Transformer _transformer;
    private readonly int _hiddenSize;
    private readonly int _batchTokens;
    private readonly Queue<PendingText> _waiting = new();
    private readonly Thread _thread;
    private bool _stopping;

    /// <param name="transformer">The network; only this queue uses it.</param>
    /// <param name="hiddenSize">Width of its results.</param>
    /// <param name="batchTokens">Tokens of a batch; a longer text makes a batch of its own.</param>
    public BatchQueue(Qwen3Transformer transformer, int hiddenSize, int batchTokens)
    {
        _transformer = transformer;
        _hiddenSize = hiddenSize;
        _batchTokens = batchTokens;
        _thread = new Thread(RunUntilStopped) { IsBackground = true, Name = "qwen3 batches" };
        _thread.Start();
    }

    /// <summary>Puts texts into the queue, in order and without others between them.</summary>
    /// <param name="sequences">Token ids, at least one each.</param>
    /// <param name="cancellationToken">Takes the texts out again, or stops their batch when nobody else is in it.</param>
    /// <returns>The final hidden state of each text's last token, <c>[hidden]</c>.</returns>
    public async Task<float[][]> RunAsync(IReadOnlyList<int[]> sequences, CancellationToken cancellationToken)
    {
        var texts = sequences.Select(tokens => new PendingText(tokens, cancellationToken)).ToArray();
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            foreach (var text in texts)
            {
                _waiting.Enqueue(text);
            }

            Monitor.Pulse(_waiting);
        }

        using (cancellationToken.UnsafeRegister(static (state, token) => CancelAll((PendingText[])state!, token), texts))
        {
            return await Task.WhenAll(texts.Select(text => text.Completion.Task)).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the batch at work; texts still waiting end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _stopping = true;
            Monitor.Pulse(_waiting);
        }

        _thread.Join();
    }

    private static void CancelAll(PendingText[] texts, CancellationToken cancellationToken)
    {
        foreach (var text in texts)
        {
            text.Completion.TrySetCanceled(cancellationToken);
        }
    }

    private void RunUntilStopped()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                Run(batch);
            }
#pragma warning disable CA1031 // The batch's callers get the exception; the queue lives on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                foreach (var text in batch)
                {
                    text.Completion.TrySetException(exception);
                }
            }
        }
    }

    /// <summary>The next texts to run together; null when the queue is closed.</summary>
    private List<PendingText>? TakeBatch()
    {
        lock (_waiting)
        {
            while (true)
            {
                if (_stopping)
                {
                    FailWaiting();
                    return null;
                }

                var batch = TakeWaiting();
                if (batch.Count > 0)
                {
                    return batch;
                }

                Monitor.Wait(_waiting);
            }
        }
    }

    private List<PendingText> TakeWaiting()
    {
        var batch = new List<PendingText>();
        var tokens = 0L;
        while (_waiting.TryPeek(out var text))
        {
            if (!text.Completion.Task.IsCompleted)
            {
                tokens += text.Tokens.Length;
                if (batch.Count > 0 && tokens > _batchTokens)
                {
                    break;
                }

                batch.Add(text);
            }

            _waiting.Dequeue();
        }

        return batch;
    }

    private void FailWaiting()
    {
        while (_waiting.TryDequeue(out var text))
        {
            text.Completion.TrySetException(new ObjectDisposedException(nameof(BatchQueue)));
        }
    }

    private void Run(List<PendingText> texts)
    {
        using var abandoned = new CancellationTokenSource();
        var callersLeft = texts.Count;
        var registrations = texts.ConvertAll(text => text.CancellationToken.UnsafeRegister(
            _ =>
            {
                if (Interlocked.Decrement(ref callersLeft) == 0)
                {
                    abandoned.Cancel();
                }
            },
            state: null));
        try
        {
            var batch = TokenBatch.Pack(texts.ConvertAll(text => text.Tokens));
            var output = new float[texts.Count * _hiddenSize];
            _transformer.Forward(batch, output, abandoned.Token);
            for (var i = 0; i < texts.Count; i++)
            {
                texts[i].Completion.TrySetResult(output[(i * _hiddenSize)..((i + 1) * _hiddenSize)]);
            }

            if (batch.Tokens.Length > _batchTokens)
            {
                _transformer.ReleaseBatchMemory();
            }
        }
        finally
        {
            registrations.ForEach(registration => registration.Dispose());
        }
    }
}
