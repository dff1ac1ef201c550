using System.Globalization;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Cli.Benchmarking.Reports;

/// <summary>Formats a report as text.</summary>
internal static class ReportText
{
    public static string Format(BenchmarkReport report) => string.Join(Environment.NewLine, Lines(report).Select(PrintableText.Escape));

    private static IEnumerable<string> Lines(BenchmarkReport report)
    {
        yield return Invariant($"machine       {report.Machine.Cpu}, {report.Threads} threads, {report.Machine.Runtime}");
        yield return Invariant($"machine peak  {report.PeakGigaflops:N1} GFLOP/s (fused multiply-adds, measured before and after)");
        yield return Invariant(
            $"model         {report.Model} ({report.WeightType}, {report.FileBytes / 1e6:N1} MB), loaded in {report.LoadSeconds:N2} s");
        yield return Invariant($"peak memory   {report.PeakMemoryBytes / 1e6:N1} MB, mapped file included");
        foreach (var scenario in report.Scenarios)
        {
            yield return "";
            yield return $"{scenario.Description} ({scenario.Name})";
            foreach (var line in scenario.Skipped is { } reason ? [$"skipped: {reason}"] : Lines(scenario))
            {
                yield return "  " + line;
            }
        }
    }

    private static IEnumerable<string> Lines(ScenarioReport scenario)
    {
        var beyond = scenario.FractionOfPeak > 1 ? " (other load lowered the measured peak)" : "";
        var amount = Invariant($"{scenario.Tokens:N0} tokens in {scenario.Seconds:N2} s and {scenario.Calls:N0} calls");
        yield return Invariant($"speed       {scenario.TokensPerSecond:N1} tokens/s, {amount}");
        yield return Invariant($"arithmetic  {scenario.Gigaflops:N1} GFLOP/s, {scenario.FractionOfPeak:P1} of the peak{beyond}");
        if (scenario.LatencyMilliseconds is { } latency)
        {
            yield return Invariant($"latency     p50 {latency.P50:N1} ms, p95 {latency.P95:N1} ms, p99 {latency.P99:N1} ms");
        }

        if (scenario is { TokensComputed: { } computed, TokensShared: { } shared })
        {
            yield return Invariant($"tokens      {computed:N0} computed, {shared:N0} shared");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
