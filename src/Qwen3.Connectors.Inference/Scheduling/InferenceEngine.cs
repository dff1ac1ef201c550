using System.Diagnostics;
using Qwen3.Connectors.Inference.Prompts;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>The engine of one model: tokenises the texts of many callers, queues them, and runs them in batches on one thread.</summary>
internal sealed class InferenceEngine : IDisposable, IAsyncDisposable
{
    // Tokenising fewer characters is cheaper than a change of threads.
    private const int InlineCharacters = 1 << 12;

    // Rows of a batch are in one array.
    private const int MaxOutputFloats = 1 << 28;

    private readonly ITransformer _transformer;
    private readonly int _hiddenSize;
    private readonly int _batchTokens;
    private readonly RequestQueue _queue;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new();
    private readonly Lock _counting = new();
    private EngineStatistics _done;
    private TimeSpan _nestedTime;

    /// <param name="transformer">The network; only this engine uses it.</param>
    /// <param name="hiddenSize">Width of its results.</param>
    /// <param name="options">Validated options.</param>
    public InferenceEngine(ITransformer transformer, int hiddenSize, InferenceOptions options)
    {
        _transformer = transformer;
        _hiddenSize = hiddenSize;
        _batchTokens = options.BatchTokens;
        _queue = new RequestQueue(options.MaxQueuedTokens, options.SharePrefixes);
        _thread = new Thread(RunUntilClosed) { IsBackground = true, Name = "qwen3 batches" };
        _thread.Start();
    }

    /// <summary>Work done so far and work that waits.</summary>
    public EngineStatistics Statistics
    {
        get
        {
            var (texts, tokens) = _queue.Waiting;
            lock (_counting)
            {
                return _done with { QueuedTexts = texts, QueuedTokens = tokens };
            }
        }
    }

    // The way of a call, from text to hidden state: RunAsync on the caller's side, RunBatch on the batch thread.

    /// <summary>Computes the texts of a call.</summary>
    /// <param name="count">How many texts.</param>
    /// <param name="characters">Characters of all texts.</param>
    /// <param name="tokenize">Gives the token ids of a text, at least one, by its index; called in order.</param>
    /// <param name="receive">Takes each text's row as soon as it is computed.</param>
    /// <param name="cancellationToken">
    /// Stops tokenising, removes the texts from the queue, or stops their batch when no other caller has a text in it.
    /// </param>
    /// <exception cref="EngineOverloadedException">Too many tokens wait already.</exception>
    public async Task RunAsync(int count, long characters, Func<int, TokenSequence> tokenize, RowReceiver receive,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (count == 0)
        {
            return;
        }

        var sequences = new TokenSequence[count];
        if (characters <= InlineCharacters)
        {
            Tokenize();
        }
        else
        {
            await Task.Run(Tokenize, cancellationToken).ConfigureAwait(false);
        }

        var call = new InferenceCall(sequences, receive, cancellationToken);
        _queue.Enqueue(call);
        using (cancellationToken.UnsafeRegister(_ => Cancel(call), state: null))
        {
            await call.Completion.ConfigureAwait(false);
        }

        void Tokenize()
        {
            for (var i = 0; i < sequences.Length; i++)
            {
                sequences[i] = tokenize(i);
            }
        }
    }

    private void RunUntilClosed()
    {
        while (_queue.Dequeue(_batchTokens, MaxTexts) is { } batch)
        {
            RunBatch(batch, isNested: false);
        }

        _stopped.SetResult();
    }

    /// <summary>
    /// Computes the texts of a batch and hands out their rows. Between the steps of a long one, short calls that came meanwhile are served.
    /// </summary>
    private void RunBatch(List<QueuedText> batch, bool isNested)
    {
        using var abandonment = new BatchAbandonment(batch);
        try
        {
            var start = Stopwatch.GetTimestamp();
            var nestedBefore = _nestedTime;
            var ids = batch.ConvertAll(text => text.Ids);
            var rows = new float[batch.Count * _hiddenSize];
            var computed = _transformer switch
            {
                IPreemptibleTransformer preemptible when isNested => preemptible.ForwardNested(ids, rows, abandonment.Token),
                IPreemptibleTransformer preemptible =>
                    preemptible.Forward(ids, rows, ServeShortCalls(ids.Sum(text => (long)text.Length)), abandonment.Token),
                _ => _transformer.Forward(ids, rows, abandonment.Token),
            };

            // Counted before any caller continues, so that a caller who has a result finds it counted.
            var elapsed = Stopwatch.GetElapsedTime(start);
            Count(batch, computed, elapsed - (_nestedTime - nestedBefore));
            _nestedTime += isNested ? elapsed : TimeSpan.Zero;
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Call.Receive(batch[i].Index, rows.AsSpan(i * _hiddenSize, _hiddenSize));
            }
        }
#pragma warning disable CA1031 // The batch's callers get the exception; the engine continues.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            foreach (var call in batch.Select(text => text.Call).Distinct())
            {
                _queue.Remove(call);
                call.Fail(exception);
            }
        }
    }

    private int MaxTexts => Math.Max(1, MaxOutputFloats / _hiddenSize);

    /// <summary>What a running batch does between two steps. It waits for no more tokens of others than it has itself.</summary>
    private Action ServeShortCalls(long batchTokens)
    {
        var allowance = batchTokens;
        return () =>
        {
            while (_queue.DequeueShort(Math.Min(allowance, RequestQueue.ShortCallTokens), MaxTexts) is { Count: > 0 } texts)
            {
                allowance -= texts.Sum(text => (long)text.Ids.Length);
                RunBatch(texts, isNested: true);
            }
        };
    }

    private void Cancel(InferenceCall call)
    {
        _queue.Remove(call);
        call.Cancel();
    }

    private void Count(List<QueuedText> batch, int computed, TimeSpan elapsed)
    {
        lock (_counting)
        {
            _done = _done with
            {
                TextsCompleted = _done.TextsCompleted + batch.Count(text => !text.Call.HasEnded),
                TokensComputed = _done.TokensComputed + computed,
                TokensShared = _done.TokensShared + batch.Sum(text => (long)text.Ids.Length) - computed,
                BatchesRun = _done.BatchesRun + 1,
                ComputeTime = _done.ComputeTime + elapsed,
            };
        }
    }

    /// <summary>Waits for the batch that is running; calls that still wait end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Close();
        _thread.Join();
    }

    /// <summary>Ends when the batch that is running has; calls that still wait end with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _stopped.Task.ConfigureAwait(false);
    }

    private void Close()
    {
        foreach (var call in _queue.Close())
        {
            call.Fail(new ObjectDisposedException(nameof(InferenceEngine)));
        }
    }
}
