using Qwen3.Connectors.Benchmarks.Columns;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Cli.Benchmarking.Reports;

namespace Qwen3.Connectors.Benchmarks.Headline;

/// <summary>Measures the parts of a results page one after another and the machine's peak between them.</summary>
internal sealed class HeadlineRun
{
    /// <summary>Null for the bundled one.</summary>
    public string? EmbeddingFile { get; init; }

    /// <summary>Null for none.</summary>
    public string? RerankerFile { get; init; }

    /// <summary>Null for all.</summary>
    public IReadOnlyList<string>? Formats { get; init; }

    /// <summary>Duration per product and kind of call; each is measured at least once.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Duration of all calls of a model.</summary>
    public TimeSpan Budget { get; init; }

    /// <summary>Receives a line per part.</summary>
    public required TextWriter Progress { get; init; }

    /// <summary>Measures everything.</summary>
    /// <returns>A page in Markdown.</returns>
    public async Task<string> MeasureAsync(CancellationToken cancellationToken)
    {
        Progress.WriteLine("memory");
        var bytesPerSecond = MemoryBandwidth.Measure(Environment.ProcessorCount);
        var products = MeasureProducts(cancellationToken);
        var reports = new List<BenchmarkReport>();
        foreach (var file in (string?[])[EmbeddingFile ?? BenchmarkFiles.Embedding, RerankerFile])
        {
            if (file is not null)
            {
                Progress.WriteLine(Path.GetFileName(file));
                reports.Add(await MeasureModelAsync(file, cancellationToken).ConfigureAwait(false));
            }
        }

        return new HeadlinePage(MachineDescription.Current, MachinePeak.Measure(), bytesPerSecond).Write(products, reports);
    }

    private List<ProductMeasurement> MeasureProducts(CancellationToken cancellationToken)
    {
        var measurements = new List<ProductMeasurement>();
        foreach (var format in Formats ?? WeightFormats.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Progress.WriteLine($"products of {format}");
            MachinePeak.Measure();
            measurements.AddRange(ProductMeasurement.TokenCounts.Select(tokens => ProductMeasurement.Measure(format, tokens, Duration)));
        }

        return measurements;
    }

    private Task<BenchmarkReport> MeasureModelAsync(string file, CancellationToken cancellationToken)
    {
        // All parts are compared with one peak.
        var environment = new CliEnvironment(Stream.Null, TextWriter.Null, Progress) { MeasurePeak = _ => MachinePeak.Measure() };
        return new ModelBenchmark(environment)
            .RunAsync(file, Environment.ProcessorCount, subject => subject.CreateSuite(), Duration, Budget, cancellationToken);
    }
}
