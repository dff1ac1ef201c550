using System.Globalization;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>Readers in several processes and threads beside a writer.</summary>
internal static class ReadersRun
{
    /// <returns>Committed batches and checked results.</returns>
    /// <exception cref="InvalidOperationException">A reader or the writer failed, or a result was half written or stale.</exception>
    public static async Task<(long Batches, long Results)> RunAsync(
        string path, int processes, int threads, double seconds, CancellationToken cancellationToken)
    {
        using var writer = StoreProcess.Start("write", path, seconds + 2);
        using var counter = new SharedCounter(path);
        while (counter.Value == 0 && !writer.HasExited)
        {
            await Task.Delay(10, cancellationToken).ConfigureAwait(false);
        }

        var readers = Enumerable.Range(0, processes).Select(_ => StoreProcess.Start("read", path, threads, seconds)).ToList();
        var ends = readers.Select(reader => StoreProcess.EndAsync(reader, cancellationToken)).ToList();
        var results = 0L;
        foreach (var end in ends)
        {
            results += long.Parse(await end.ConfigureAwait(false), CultureInfo.InvariantCulture);
        }

        await StoreProcess.EndAsync(writer, cancellationToken).ConfigureAwait(false);
        readers.ForEach(reader => reader.Dispose());
        return (counter.Value, results);
    }
}
