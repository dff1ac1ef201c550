using System.Diagnostics;

namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>Many callers, one network: whatever waits is packed into batches that one thread runs.</summary>
internal sealed class BatchScheduler : IDisposable
{
    private readonly ITransformer _transformer;
    private readonly int _hiddenSize;
    private readonly int _batchTokens;
    private readonly RequestQueue _line;
    private readonly Thread _thread;
    private readonly Lock _counting = new();
    private EngineStatistics _done;

    /// <param name="transformer">The network; only this queue uses it.</param>
    /// <param name="hiddenSize">Width of its results.</param>
    /// <param name="options">Checked options.</param>
    public BatchScheduler(ITransformer transformer, int hiddenSize, InferenceOptions options)
    {
        _transformer = transformer;
        _hiddenSize = hiddenSize;
        _batchTokens = options.BatchTokens;
        _line = new RequestQueue(options.MaxQueuedTokens);
        _thread = new Thread(RunUntilClosed) { IsBackground = true, Name = "qwen3 batches" };
        _thread.Start();
    }

    /// <summary>What was done and what waits.</summary>
    public EngineStatistics Statistics
    {
        get
        {
            var (texts, tokens) = _line.Waiting;
            lock (_counting)
            {
                return _done with { QueuedTexts = texts, QueuedTokens = tokens };
            }
        }
    }

    /// <summary>Computes texts.</summary>
    /// <param name="sequences">Token ids, at least one each.</param>
    /// <param name="cancellationToken">Takes the texts out again, or stops their batch when nobody else is in it.</param>
    /// <returns>The final hidden state of each text's last token, <c>[hidden]</c>.</returns>
    /// <exception cref="EngineOverloadedException">Too much waits already.</exception>
    public async Task<float[][]> RunAsync(IReadOnlyList<int[]> sequences, CancellationToken cancellationToken)
    {
        var texts = sequences.Select(tokens => new QueuedRequest(tokens, cancellationToken)).ToArray();
        _line.Add(texts);
        using (cancellationToken.UnsafeRegister(_ => Cancel(texts, cancellationToken), state: null))
        {
            return await Task.WhenAll(texts.Select(text => text.Completion.Task)).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the batch at work; texts still waiting end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        foreach (var text in _line.Close())
        {
            text.Completion.TrySetException(new ObjectDisposedException(nameof(BatchScheduler)));
        }

        _thread.Join();
    }

    private void Cancel(QueuedRequest[] texts, CancellationToken cancellationToken)
    {
        _line.Leave(texts);
        foreach (var text in texts)
        {
            text.Completion.TrySetCanceled(cancellationToken);
        }
    }

    private void RunUntilClosed()
    {
        while (_line.Take(_batchTokens) is { } texts)
        {
            try
            {
                RunUnlessAbandoned(texts);
            }
#pragma warning disable CA1031 // The batch's callers get the exception; the queue lives on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                texts.ForEach(text => text.Completion.TrySetException(exception));
            }
        }
    }

    /// <summary>Runs a batch, and stops it when every caller in it has cancelled.</summary>
    private void RunUnlessAbandoned(List<QueuedRequest> texts)
    {
        using var abandoned = new CancellationTokenSource();
        var left = texts.Count;
        var registrations = texts.ConvertAll(text => text.CancellationToken.UnsafeRegister(
            _ =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    abandoned.Cancel();
                }
            },
            state: null));
        try
        {
            Run(texts, abandoned.Token);
        }
        finally
        {
            registrations.ForEach(registration => registration.Dispose());
        }
    }

    private void Run(List<QueuedRequest> texts, CancellationToken abandoned)
    {
        var start = Stopwatch.GetTimestamp();
        var output = new float[texts.Count * _hiddenSize];
        var computed = _transformer.Forward(texts.ConvertAll(text => text.Tokens), output, abandoned);

        // Counted before anybody is told, so that a caller who has a result sees it counted.
        Count(texts, computed, Stopwatch.GetElapsedTime(start));
        for (var i = 0; i < texts.Count; i++)
        {
            texts[i].Completion.TrySetResult(output.AsSpan(i * _hiddenSize, _hiddenSize).ToArray());
        }
    }

    private void Count(List<QueuedRequest> texts, int computed, TimeSpan elapsed)
    {
        lock (_counting)
        {
            _done = _done with
            {
                TextsCompleted = _done.TextsCompleted + texts.Count,
                TokensComputed = _done.TokensComputed + computed,
                TokensShared = _done.TokensShared + texts.Sum(text => (long)text.Tokens.Length) - computed,
                BatchesRun = _done.BatchesRun + 1,
                ComputeTime = _done.ComputeTime + elapsed,
            };
        }
    }
}
