using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>Writes batches until it is killed or a time is over, and counts those that were committed.</summary>
internal static class BatchWriter
{
    public static async Task<int> RunAsync(string path, double seconds, TextWriter output, CancellationToken cancellationToken)
    {
        using var store = new LocalVectorStore(path);
        using var counter = new SharedCounter(path);
        var collection = BatchScheme.Open(store);
        await collection.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
        var batch = counter.Value;
        var end = Environment.TickCount64 + (long)(1000 * seconds);

        // The batch of a killed writer may be in the file, uncounted: writing it again changes nothing.
        var isFirst = true;
        while (Environment.TickCount64 < end)
        {
            await collection.UpsertAsync(BatchScheme.Create(batch + 1), cancellationToken).ConfigureAwait(false);
            counter.Value = ++batch;
            if (isFirst)
            {
                await output.WriteLineAsync("started").ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                isFirst = false;
            }
        }

        return 0;
    }
}
