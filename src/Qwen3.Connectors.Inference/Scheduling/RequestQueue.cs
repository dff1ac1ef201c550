namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>Texts that wait for a batch, and who is next. Safe for concurrent use.</summary>
/// <remarks>
/// A text is due when as many tokens have been taken since it came as it has itself. So a short text that comes behind a long one goes first,
/// and a long one waits for no more than its own length of others.
/// </remarks>
/// <param name="maxTokens">Tokens that may wait.</param>
internal sealed class RequestQueue(long maxTokens)
{
    private readonly PriorityQueue<QueuedRequest, (long Due, long Number)> _texts = new();
    private long _tokensTaken;
    private long _textsAdded;
    private long _waitingTokens;
    private int _waitingTexts;
    private bool _closed;

    /// <summary>How many texts and tokens wait.</summary>
    public (int Texts, long Tokens) Waiting
    {
        get
        {
            lock (_texts)
            {
                return (_waitingTexts, _waitingTokens);
            }
        }
    }

    /// <summary>Lines texts up.</summary>
    /// <exception cref="EngineOverloadedException">Too much waits already.</exception>
    /// <exception cref="ObjectDisposedException">The line is closed.</exception>
    public void Add(QueuedRequest[] texts)
    {
        lock (_texts)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var tokens = texts.Sum(text => (long)text.Tokens.Length);
            if (_waitingTokens > 0 && _waitingTokens + tokens > maxTokens)
            {
                throw new EngineOverloadedException(_waitingTokens, tokens, maxTokens);
            }

            foreach (var text in texts)
            {
                _texts.Enqueue(text, (_tokensTaken + text.Tokens.Length, _textsAdded++));
            }

            _waitingTokens += tokens;
            _waitingTexts += texts.Length;
            Monitor.Pulse(_texts);
        }
    }

    /// <summary>Gives up the places of texts that still wait.</summary>
    public void Leave(QueuedRequest[] texts)
    {
        lock (_texts)
        {
            foreach (var text in texts)
            {
                Forget(text);
            }
        }
    }

    /// <summary>Waits for texts and takes those that are next, together about as many tokens as allowed; at least one text.</summary>
    /// <returns>Null when the line is closed.</returns>
    public List<QueuedRequest>? Take(int batchTokens)
    {
        lock (_texts)
        {
            while (!_closed)
            {
                var batch = TakeNext(batchTokens);
                if (batch.Count > 0)
                {
                    return batch;
                }

                Monitor.Wait(_texts);
            }

            return null;
        }
    }

    /// <summary>Lets nobody in any more.</summary>
    /// <returns>The texts that waited.</returns>
    public IReadOnlyList<QueuedRequest> Close()
    {
        lock (_texts)
        {
            _closed = true;
            var left = _texts.UnorderedItems.Select(item => item.Element).Where(Forget).ToArray();
            _texts.Clear();
            Monitor.Pulse(_texts);
            return left;
        }
    }

    private List<QueuedRequest> TakeNext(int batchTokens)
    {
        var batch = new List<QueuedRequest>();
        var tokens = 0;
        while (_texts.TryPeek(out var text, out _))
        {
            // What a text has in common with its predecessor is likely to be computed once.
            var shared = batch.Count > 0 ? text.Tokens.AsSpan().CommonPrefixLength(batch[^1].Tokens) : 0;
            if (batch.Count > 0 && tokens + text.Tokens.Length - shared > batchTokens)
            {
                break;
            }

            _texts.Dequeue();
            if (Forget(text))
            {
                batch.Add(text);
                tokens += text.Tokens.Length - shared;
                _tokensTaken += text.Tokens.Length;
            }
        }

        return batch;
    }

    private bool Forget(QueuedRequest text)
    {
        if (!text.TryLeaveQueue())
        {
            return false;
        }

        _waitingTokens -= text.Tokens.Length;
        _waitingTexts--;
        return true;
    }
}
