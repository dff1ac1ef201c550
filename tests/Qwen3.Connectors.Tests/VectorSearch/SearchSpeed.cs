using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>How long a search takes. The table of docs/vector-search.md is what this prints; nothing depends on it.</summary>
public class SearchSpeed
{
    private const int Count = 100_000;
    private const int Dimensions = 1024;
    private const int Runs = 15;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Takes a minute, and 1.5 GB of memory; docs/vector-search.md has the command.</summary>
    [Fact(Explicit = true)]
    public void Print_the_table()
    {
        var vectors = RandomVectors.Create(Count, Dimensions);
        var queries = RandomVectors.Create(64, Dimensions, seed: 2);
        var lines = new List<string>
        {
            $"{Count} x {Dimensions}, {Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, "
                + $"{RuntimeInformation.FrameworkDescription}; ms, the fastest of {Runs}",
            "| scanned | dimensions | rescored in | threads | 1 query | 8 queries | 64 queries |",
            "|---|---|---|---|---|---|---|",
        };
        foreach (var options in Ways())
        {
            options.Calibration = vectors[..1000];
            options.Capacity = Count;
            var index = new VectorIndex(Dimensions, options);
            index.AddRange(vectors);
            var times = ((int[])[1, 8, 64])
                .Select(count => Fastest(() => index.Search(queries[..count], 10, Cancellation))
                .ToString("F1", CultureInfo.InvariantCulture));
            var threads = options.ThreadCount ?? Environment.ProcessorCount;
            lines.Add($"| {options.ScanEncoding} | {options.ScanDimensions ?? Dimensions} | {options.RescoreEncoding} | {threads} | "
                + $"{string.Join(" | ", times)} |");
        }

        Console.WriteLine(string.Join('\n', lines));
    }

    private static IEnumerable<VectorIndexOptions> Ways()
    {
        yield return new();
        yield return new() { ThreadCount = 1 };
        yield return new() { ScanDimensions = 256, RescoreEncoding = VectorEncoding.Float32 };
        yield return new() { ScanDimensions = 128, RescoreEncoding = VectorEncoding.Float32 };
        yield return new() { ScanEncoding = VectorEncoding.Int8 };
        yield return new() { ScanEncoding = VectorEncoding.Int8, ThreadCount = 1 };
        yield return new() { ScanEncoding = VectorEncoding.Binary, RescoreEncoding = VectorEncoding.Binary };
        yield return new() { ScanEncoding = VectorEncoding.Binary, RescoreEncoding = VectorEncoding.Int8 };
    }

    private static double Fastest(Action action) => Enumerable.Range(0, Runs).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    });
}
