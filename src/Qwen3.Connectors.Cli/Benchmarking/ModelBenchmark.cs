using System.Diagnostics;
using Qwen3.Connectors.Cli.Benchmarking.Reports;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Cli.Models;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Loads a model, measures it, and measures the peak of the machine before and after.</summary>
internal sealed class ModelBenchmark(CliEnvironment environment)
{
    /// <summary>Measures a model file.</summary>
    /// <param name="path">An embedding model or a reranker.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="select">Selects the scenarios.</param>
    /// <param name="duration">Measured time per scenario.</param>
    /// <param name="budget">Maximum time of all scenarios.</param>
    /// <param name="cancellationToken">Cancels the running call.</param>
    /// <exception cref="CliException">The file cannot be read or is of another kind.</exception>
    public async Task<BenchmarkReport> RunAsync(
        string path,
        int threadCount,
        Func<BenchmarkSubject, IReadOnlyList<Scenario>> select,
        TimeSpan duration,
        TimeSpan budget,
        CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var subject = ModelFile.Open(path, () => BenchmarkSubject.Open(environment, path, threadCount));
        var loadTime = Stopwatch.GetElapsedTime(start);

        // The larger of two measurements: other load on the machine can only lower the peak.
        var peakBefore = environment.MeasurePeak(threadCount);
        var suite = new BenchmarkSuite(subject, duration, budget);
        var results = await suite.RunAsync(select(subject), cancellationToken).ConfigureAwait(false);
        var peak = Math.Max(peakBefore, environment.MeasurePeak(threadCount));
        return BenchmarkReport.Create(subject.Model, results, threadCount, peak, loadTime);
    }
}
