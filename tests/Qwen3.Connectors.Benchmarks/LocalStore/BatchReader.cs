using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>Reads beside a writer and checks that every result is one committed state, not older than the last commit before.</summary>
internal static class BatchReader
{
    /// <returns>The number of checked results.</returns>
    /// <exception cref="InvalidOperationException">A result is half written or stale.</exception>
    public static async Task<long> RunAsync(string path, int threads, double seconds, CancellationToken cancellationToken)
    {
        using var store = new LocalVectorStore(path);
        using var counter = new SharedCounter(path);
        var end = Environment.TickCount64 + (long)(1000 * seconds);
        var counts = await Task.WhenAll(Enumerable.Range(0, threads).Select(
            thread => Task.Run(() => ReadAsync(store, counter, thread, end, cancellationToken), cancellationToken))).ConfigureAwait(false);
        return counts.Sum();
    }

    /// <summary>Checks a state once.</summary>
    public static async Task CheckAsync(LocalVectorStore store, long committed, int group, CancellationToken cancellationToken)
    {
        var collection = BatchScheme.Open(store);
        var found = await collection.SearchAsync(BatchScheme.MarkerVector(), top: 1, cancellationToken: cancellationToken)
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        Require(found.Record.Id == BatchScheme.Marker, $"the record nearest to the marker is {found.Record.Id}");
        Require(found.Record.Batch >= committed, $"a search found batch {found.Record.Batch} after the commit of {committed}");

        var marker = await collection.GetAsync(BatchScheme.Marker, cancellationToken: cancellationToken).ConfigureAwait(false);
        Require(marker!.Batch >= found.Record.Batch, $"the marker is of batch {marker.Batch} after {found.Record.Batch} was found");

        var first = 1 + (group * BatchScheme.Size);
        var members = await collection
            .GetAsync(record => record.Id >= first && record.Id < first + BatchScheme.Size, BatchScheme.Size, null, cancellationToken)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        Require(
            members.Count is 0 or BatchScheme.Size && members.Select(record => record.Batch).Distinct().Count() <= 1,
            $"a group is of the batches {string.Join(", ", members.Select(record => record.Batch).Distinct())}");

        var batch = found.Record.Batch;
        var own = await collection.SearchAsync(
                BatchScheme.MarkerVector(),
                BatchScheme.Size + 1,
                new() { Filter = record => record.Batch == batch && record.Text == "own" },
                cancellationToken)
            .CountAsync(cancellationToken).ConfigureAwait(false);
        Require(own == BatchScheme.Size, $"{own} records of batch {batch} were found");
    }

    private static async Task<long> ReadAsync(
        LocalVectorStore store, SharedCounter counter, int thread, long end, CancellationToken cancellationToken)
    {
        var count = 0L;
        while (Environment.TickCount64 < end)
        {
            await CheckAsync(store, counter.Value, (int)((thread + count) % BatchScheme.Groups), cancellationToken).ConfigureAwait(false);
            count++;
        }

        return count;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The store is not consistent: {fault}.");
        }
    }
}
