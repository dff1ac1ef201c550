using System.Diagnostics;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>Calls whose texts wait for a batch, and the order in which they are served. Safe for concurrent use.</summary>
/// <remarks>
/// A text is due when as many tokens were dequeued since it came to the head of its call as it has itself. A call's next text comes to the
/// head when the one before it is dequeued: so calls take turns by tokens, however many texts each has, a short text goes before an earlier
/// long one, and a long one waits for no more than its own length of others.
/// <para>
/// Short calls have batches of their own, which do not wait for the texts of a bulk call in the same batch, and may be dequeued while a
/// long batch runs.
/// </para>
/// </remarks>
/// <param name="maxTokens">Tokens that may wait.</param>
/// <param name="sharePrefixes">Whether the texts of a batch share prefixes.</param>
internal sealed class RequestQueue(long maxTokens, bool sharePrefixes)
{
    /// <summary>Tokens of a short call at most.</summary>
    public const int ShortCallTokens = 512;

    private readonly object _lock = new();
    private readonly PriorityQueue<InferenceCall, (long Due, long Number)> _shortCalls = new();
    private readonly PriorityQueue<InferenceCall, (long Due, long Number)> _longCalls = new();
    private readonly long _shortCallTokens = Math.Min(ShortCallTokens, maxTokens / 8);
    private long _dequeuedTokens;
    private long _number;
    private long _waitingTokens;
    private long _countedTokens;
    private int _waitingTexts;
    private int _batchNumber;
    private bool _closed;
    private long _busySince;
    private long _dequeuedBefore;

    /// <summary>How many texts and tokens wait.</summary>
    public (int Texts, long Tokens) Waiting
    {
        get
        {
            lock (_lock)
            {
                return (_waitingTexts, _waitingTokens);
            }
        }
    }

    /// <summary>Adds a call. Short ones find space beyond the limit: an eighth of it.</summary>
    /// <exception cref="EngineOverloadedException">Too many tokens wait already.</exception>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Enqueue(InferenceCall call)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var limit = IsShort(call) ? maxTokens + (maxTokens / 8) : maxTokens;
            if (_waitingTokens > 0 && _countedTokens + call.TokenCount > limit)
            {
                throw new EngineOverloadedException(
                    _waitingTokens, call.TokenCount, maxTokens, EstimateTime(_countedTokens + call.TokenCount - limit));
            }

            if (_waitingTokens == 0)
            {
                _busySince = Stopwatch.GetTimestamp();
                _dequeuedBefore = _dequeuedTokens;
            }

            call.WaitingTokens = call.TokenCount;
            _waitingTokens += call.TokenCount;
            _countedTokens += Counted(call);
            _waitingTexts += call.TextCount;
            AddToHeap(call);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>How long the queue takes for so many tokens, at its speed since it was last empty.</summary>
    private TimeSpan EstimateTime(long tokens)
    {
        var done = _dequeuedTokens - _dequeuedBefore;
        return done == 0
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(Stopwatch.GetElapsedTime(_busySince).TotalSeconds * tokens / done, 3600));
    }

    /// <summary>Removes a call whose texts still wait.</summary>
    public void Remove(InferenceCall call)
    {
        lock (_lock)
        {
            if (call.WaitingTokens > 0 && HeapOf(call).Remove(call, out _, out _))
            {
                Discount(call);
            }
        }
    }

    /// <summary>
    /// Waits for texts and removes those that are due first, together about as many tokens as allowed; at least one text.
    /// </summary>
    /// <param name="batchTokens">Tokens of the batch at most, unless it has one text.</param>
    /// <param name="maxTexts">Texts of the batch at most.</param>
    /// <returns>Null when the queue is closed.</returns>
    public List<QueuedText>? Dequeue(int batchTokens, int maxTexts)
    {
        lock (_lock)
        {
            while (!_closed)
            {
                if (TakeBatch(batchTokens, maxTexts) is { Count: > 0 } batch)
                {
                    return batch;
                }

                Monitor.Wait(_lock);
            }

            return null;
        }
    }

    /// <summary>Removes texts of short calls, if there are any, without waiting.</summary>
    /// <returns>Texts of as many tokens as allowed at most; may be empty.</returns>
    public List<QueuedText> DequeueShort(long batchTokens, int maxTexts)
    {
        lock (_lock)
        {
            return _shortCalls.Count == 0 ? [] : Take(_shortCalls, batchTokens, maxTexts, mayExceed: false);
        }
    }

    /// <summary>Rejects further calls.</summary>
    /// <returns>The calls that waited.</returns>
    public IReadOnlyList<InferenceCall> Close()
    {
        lock (_lock)
        {
            _closed = true;
            InferenceCall[] left = [.. _shortCalls.UnorderedItems.Concat(_longCalls.UnorderedItems).Select(item => item.Element)];
            _shortCalls.Clear();
            _longCalls.Clear();
            foreach (var call in left)
            {
                Discount(call);
            }

            Monitor.PulseAll(_lock);
            return left;
        }
    }

    private List<QueuedText> TakeBatch(int batchTokens, int maxTexts)
    {
        var hasShort = _shortCalls.TryPeek(out _, out var shortDue);
        var hasLong = _longCalls.TryPeek(out _, out var longDue);
        return Take(
            hasShort && (!hasLong || shortDue.CompareTo(longDue) < 0) ? _shortCalls : _longCalls, batchTokens, maxTexts, mayExceed: true);
    }

    private List<QueuedText> Take(
        PriorityQueue<InferenceCall, (long Due, long Number)> heap, long batchTokens, int maxTexts, bool mayExceed)
    {
        var batch = new List<QueuedText>();
        long tokens = 0;
        _batchNumber++;
        while (batch.Count < maxTexts && heap.TryPeek(out var call, out _))
        {
            var ids = call.IdsOf(call.NextText);
            var added = AddedTokens(call, ids, batch);
            if (tokens + added > batchTokens && (batch.Count > 0 || !mayExceed))
            {
                break;
            }

            heap.Dequeue();
            batch.Add(new QueuedText(call, call.NextText, ids));
            tokens += added;
            TakeNext(call, ids);
        }

        return batch;
    }

    /// <summary>What a text adds to the batch, compared with the text before it and with the one before it of its own call.</summary>
    private int AddedTokens(InferenceCall call, int[] ids, List<QueuedText> batch)
    {
        if (!sharePrefixes || batch.Count == 0)
        {
            return ids.Length;
        }

        var added = PrefixSharing.AddedTokens(ids, batch[^1].Ids);
        return call.Last is { } last && last.BatchNumber == _batchNumber && last.Ids != batch[^1].Ids
            ? Math.Min(added, PrefixSharing.AddedTokens(ids, last.Ids))
            : added;
    }

    /// <summary>Moves a call on to its next text, if there is one.</summary>
    private void TakeNext(InferenceCall call, int[] ids)
    {
        var counted = Counted(call);
        call.Last = (_batchNumber, ids);
        call.NextText++;
        call.WaitingTokens -= ids.Length;
        _dequeuedTokens += ids.Length;
        _waitingTokens -= ids.Length;
        _countedTokens -= counted - Counted(call);
        _waitingTexts--;
        if (call.NextText < call.TextCount)
        {
            AddToHeap(call);
        }
        else
        {
            call.Last = null;
        }
    }

    private void AddToHeap(InferenceCall call) =>
        HeapOf(call).Enqueue(call, (_dequeuedTokens + call.IdsOf(call.NextText).Length, _number++));

    private void Discount(InferenceCall call)
    {
        _waitingTokens -= call.WaitingTokens;
        _countedTokens -= Counted(call);
        _waitingTexts -= call.TextCount - call.NextText;
        call.WaitingTokens = 0;
        call.Last = null;
    }

    /// <summary>
    /// One call that came while nothing waited may be larger than the limit; it counts as much as the limit, so that short calls still find
    /// space.
    /// </summary>
    private long Counted(InferenceCall call) => Math.Min(call.WaitingTokens, maxTokens);

    private bool IsShort(InferenceCall call) => call.TokenCount <= _shortCallTokens;

    private PriorityQueue<InferenceCall, (long Due, long Number)> HeapOf(InferenceCall call) => IsShort(call) ? _shortCalls : _longCalls;
}
