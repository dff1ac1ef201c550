using System.Diagnostics;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>From a model file to a report: loads it, measures it, and measures the machine's peak before and after.</summary>
internal sealed class ModelBenchmark(CliEnvironment environment)
{
    /// <summary>Measures a file.</summary>
    /// <param name="path">An embedding or reranking model.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="select">The scenarios to run.</param>
    /// <param name="duration">How long to measure each scenario.</param>
    /// <param name="budget">What all scenarios may take together.</param>
    /// <param name="cancellationToken">Stops the call at work.</param>
    /// <exception cref="CliException">The file can't be read or is of another kind.</exception>
    public async Task<BenchmarkReport> RunAsync(
        string path, int threadCount, Func<BenchmarkSubject, IReadOnlyList<Scenario>> select, TimeSpan duration, TimeSpan budget, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var subject = ModelFile.Open(path, () => BenchmarkSubject.Open(environment, path, threadCount));
        var loadTime = Stopwatch.GetElapsedTime(start);

        // Before and after, the better one: whatever else runs on the machine only ever lowers it.
        var peakBefore = environment.MeasurePeak(threadCount);
        var results = await new BenchmarkSuite(subject, duration, budget).RunAsync(select(subject), cancellationToken).ConfigureAwait(false);
        var peak = Math.Max(peakBefore, environment.MeasurePeak(threadCount));
        return BenchmarkReport.Create(subject.Model, results, threadCount, peak, loadTime);
    }
}
