using System.Collections.Concurrent;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>
/// Runs the requests of a call at the same time, and halves those that a server refuses as too large or because of one of their texts, down
/// to that text.
/// </summary>
/// <param name="send">Sends a range of texts and stores its results.</param>
/// <param name="onTooLarge">Learns that a request of so many texts is too large.</param>
internal sealed class BatchRun(Func<int, int, CancellationToken, Task> send, Action<int> onTooLarge)
{
    /// <summary>So many texts that fail alone, with none that succeeds, mean that the server refuses everything.</summary>
    private const int HopelessFailures = 3;

    private readonly ConcurrentDictionary<int, RequestRejectedException> _failures = new();
    private int _completed;

    /// <summary>The texts that the server refused, and why.</summary>
    public IReadOnlyDictionary<int, RequestRejectedException> Failures => _failures;

    /// <exception cref="EngineException">The server refuses every request.</exception>
    public Task RunAsync(IReadOnlyList<(int Start, int Count)> batches, int concurrency, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            (batch, token) => new ValueTask(RunAsync(batch.Start, batch.Count, token)));

    private async Task RunAsync(int start, int count, CancellationToken cancellationToken)
    {
        try
        {
            await send(start, count, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _completed, count);
            return;
        }
        catch (RequestRejectedException exception) when (exception.IsSplittable)
        {
            if (count == 1)
            {
                Record(start, exception);
                return;
            }

            if (exception.Kind == ServerErrorKind.TooLarge)
            {
                onTooLarge(count);
            }
        }
        catch (RequestRejectedException exception)
        {
            throw exception.ToEngineException();
        }

        await RunAsync(start, count / 2, cancellationToken).ConfigureAwait(false);
        await RunAsync(start + (count / 2), count - (count / 2), cancellationToken).ConfigureAwait(false);
    }

    private void Record(int index, RequestRejectedException exception)
    {
        _failures[index] = exception;
        if (_failures.Count >= HopelessFailures && Volatile.Read(ref _completed) == 0
            && exception.Kind is ServerErrorKind.Rejected or ServerErrorKind.Failed)
        {
            throw exception.ToEngineException();
        }
    }
}
