using Microsoft.Data.Sqlite;
using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>Kills a writer at random moments, and checks after each that every batch is there whole or not at all.</summary>
internal static class KillRun
{
    private const int MaxDelay = 200;

    /// <returns>The number of batches that were committed.</returns>
    /// <exception cref="InvalidOperationException">A batch is there in part, or a committed one is missing.</exception>
    public static async Task<long> RunAsync(string path, int kills, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        for (var kill = 0; kill < kills; kill++)
        {
            using var writer = StoreProcess.Start("write", path, 60);
            await writer.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(random.Next(MaxDelay), cancellationToken).ConfigureAwait(false);
            writer.Kill();
            await writer.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await CheckAsync(path, cancellationToken).ConfigureAwait(false);
        }

        CheckIntegrity(path);
        using var counter = new SharedCounter(path);
        return counter.Value;
    }

    private static async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        using var store = new LocalVectorStore(path);
        using var counter = new SharedCounter(path);
        var committed = counter.Value;
        if (committed > 0)
        {
            for (var group = 0; group < BatchScheme.Groups; group++)
            {
                await BatchReader.CheckAsync(store, committed, group, cancellationToken).ConfigureAwait(false);
            }
        }

        var collection = BatchScheme.Open(store);
        var own = await collection.GetAsync(record => record.Text == "own", int.MaxValue, null, cancellationToken)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var batches = own.GroupBy(record => record.Batch).ToDictionary(group => group.Key, group => group.Count());

        // One more than was counted may be there: the writer was killed between the commit and the count.
        if (batches.Count != committed && batches.Count != committed + 1)
        {
            throw new InvalidOperationException($"{batches.Count} batches are in the file after {committed} commits.");
        }

        if (batches.Values.Any(count => count != BatchScheme.Size))
        {
            throw new InvalidOperationException($"A batch has {batches.Values.Min()} of {BatchScheme.Size} records.");
        }

        var found = await collection.HybridSearchAsync(
            BatchScheme.MarkerVector(), ["own", "group", "marker"], int.MaxValue, cancellationToken: cancellationToken)
            .CountAsync(cancellationToken).ConfigureAwait(false);
        var records = await collection.GetAsync(record => true, int.MaxValue, null, cancellationToken)
            .CountAsync(cancellationToken).ConfigureAwait(false);
        if (found != records)
        {
            throw new InvalidOperationException($"A search finds {found} of {records} records.");
        }
    }

    private static void CheckIntegrity(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        if (command.ExecuteScalar() is not "ok")
        {
            throw new InvalidOperationException("SQLite's integrity check failed.");
        }
    }
}
