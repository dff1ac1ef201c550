using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>The time and memory of searches over many random vectors.</summary>
internal sealed class SpeedRun(string path, int count, int dimensions, LocalVectorStoreOptions options, TextWriter output)
{
    private const int BatchSize = 1000;

    /// <summary>Writes the vectors into the file, if it is not there.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        using var store = new LocalVectorStore(path);
        var collection = Open(store);
        await collection.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
        var random = new Random(1);
        var watch = Stopwatch.StartNew();
        for (var first = 0; first < count; first += BatchSize)
        {
            var batch = Enumerable.Range(first, Math.Min(BatchSize, count - first)).Select(
                id => new StoredRecord { Id = id + 1, Batch = id % 100, Text = "word", Vector = CreateVector(random) });
            await collection.UpsertAsync(batch.ToList(), cancellationToken).ConfigureAwait(false);
        }

        Write($"written in {watch.Elapsed.TotalSeconds:F0} s");
    }

    /// <summary>Measures in this process, which should have done nothing else.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        Write($"{count:N0} x {dimensions}, {options.ScanEncoding}, file {new FileInfo(path).Length / 1e6:F0} MB");
        using var store = new LocalVectorStore(path, options);
        var collection = Open(store);
        var random = new Random(2);
        var cpuBefore = Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;
        var before = Process.GetCurrentProcess().WorkingSet64;
        var first = await SearchAsync(collection, random, null, cancellationToken).ConfigureAwait(false);
        var memory = Process.GetCurrentProcess().WorkingSet64 - before;
        var cpu = Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds - cpuBefore;
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Write($"first search {first:F0} ms ({cpu:F0} ms of CPU time), memory {memory / 1e6:F0} MB (peak {peak / 1e6:F0} MB)");
        await MeasureAsync("search", collection, random, null, cancellationToken).ConfigureAwait(false);
        await MeasureAsync("1 % filter", collection, random, record => record.Batch == 7, cancellationToken).ConfigureAwait(false);
        await MeasureAsync("50 % filter", collection, random, record => record.Batch < 50, cancellationToken).ConfigureAwait(false);

        var watch = Stopwatch.StartNew();
        await collection.UpsertAsync(new StoredRecord { Id = 1, Vector = CreateVector(random) }, cancellationToken).ConfigureAwait(false);
        var written = watch.Elapsed.TotalMilliseconds;
        var after = await SearchAsync(collection, random, null, cancellationToken).ConfigureAwait(false);
        Write($"update of a record {written:F0} ms, the search after it {after:F0} ms");
    }

    private LocalVectorStoreCollection<long, StoredRecord> Open(LocalVectorStore store) =>
        store.GetCollection<long, StoredRecord>("records", StoredRecord.Definition(dimensions));

    private async Task MeasureAsync(
        string name,
        LocalVectorStoreCollection<long, StoredRecord> collection,
        Random random,
        System.Linq.Expressions.Expression<Func<StoredRecord, bool>>? filter,
        CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            times.Add(await SearchAsync(collection, random, filter, cancellationToken).ConfigureAwait(false));
        }

        times.Sort();
        Write($"{name}: median {times[times.Count / 2]:F1} ms, fastest {times[0]:F1} ms, slowest {times[^1]:F1} ms");
    }

    private async Task<double> SearchAsync(
        LocalVectorStoreCollection<long, StoredRecord> collection,
        Random random,
        System.Linq.Expressions.Expression<Func<StoredRecord, bool>>? filter,
        CancellationToken cancellationToken)
    {
        var query = CreateVector(random);
        var watch = Stopwatch.StartNew();
        var results = await collection.SearchAsync(query, 10, new() { Filter = filter }, cancellationToken)
            .CountAsync(cancellationToken).ConfigureAwait(false);
        return results == 10 ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{results} results of 10.");
    }

    private float[] CreateVector(Random random)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = random.NextSingle() - 0.5f;
        }

        return vector;
    }

    private void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
