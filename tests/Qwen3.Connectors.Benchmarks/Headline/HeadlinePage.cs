using System.Globalization;
using System.Text;
using Qwen3.Connectors.Cli.Benchmarking.Reports;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Benchmarks.Headline;

/// <summary>Writes measurements as a Markdown page. <c>docs/benchmarks/README.md</c> explains its columns.</summary>
/// <param name="machine">The machine.</param>
/// <param name="peakGigaflops">The FMA peak of all cores.</param>
/// <param name="bytesPerSecond">Memory bandwidth for reads.</param>
internal sealed class HeadlinePage(MachineDescription machine, double peakGigaflops, double bytesPerSecond)
{
    private readonly StringBuilder _page = new();

    public string Write(IReadOnlyList<ProductMeasurement> products, IReadOnlyList<BenchmarkReport> reports)
    {
        WriteMachine();
        WriteProducts(products);
        foreach (var report in reports)
        {
            WriteReport(report);
        }

        return _page.ToString();
    }

    private void WriteMachine()
    {
        Line($"# {machine.Cpu}, {machine.Cores} cores");
        Text("");
        Text("Written by the `headline` command; [how to rerun it and what the columns mean](README.md).");
        Text("");
        Text("| measured on | |");
        Text("|---|---|");
        Line($"| date | {DateTime.UtcNow:yyyy-MM-dd} |");
        Line($"| version | {machine.Version} |");
        Line($"| runtime | {machine.Runtime} |");
        Line($"| system | {machine.System} |");
        Line($"| kernel | {KernelChoice.Resolve(option: null).Name} |");
        Line($"| FMA peak | {peakGigaflops:N1} GFLOP/s on {machine.Cores} threads |");
        Line($"| memory | {bytesPerSecond / 1e9:N1} GB/s read |");
    }

    private void WriteProducts(IReadOnlyList<ProductMeasurement> products)
    {
        Text("");
        Text("## Products of a 0.6B layer");
        Text("");
        Line($"| format |{Join(tokens => $" M = {tokens} | of peak | of F32 |")}");
        Line($"|---|{Join(_ => "---:|---:|---:|")}");
        foreach (var format in products.GroupBy(product => product.Format))
        {
            Line($"| {format.Key} |{Join(tokens => Cells(format.Single(product => product.Tokens == tokens)))}");
        }

        static string Join(Func<int, string> cells) => string.Concat(ProductMeasurement.TokenCounts.Select(cells));

        string Cells(ProductMeasurement product)
        {
            var reference = products.FirstOrDefault(other => other.Format == "F32" && other.Tokens == product.Tokens);
            var ofReference = reference is null ? "-" : Invariant($"{product.Gigaflops / reference.Gigaflops:P0}");
            return Invariant($" {product.Gigaflops:N1} | {product.Gigaflops / peakGigaflops:P0} | {ofReference} |");
        }
    }

    private void WriteReport(BenchmarkReport report)
    {
        Text("");
        Line($"## {report.Model}, {report.WeightType}");
        Text("");
        Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.FileBytes / 1e6:N1} MB, loaded in {report.LoadSeconds:N2} s; {report.PeakMemoryBytes / 1e6:N1} MB of memory "
            + $"at most, including the products above."));
        Text("");
        Text("| call | tokens/s | GFLOP/s | of peak | p50 ms | p95 ms | p99 ms | calls | tokens computed | shared |");
        Text("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var scenario in report.Scenarios)
        {
            Text(scenario.Skipped is { } reason ? $"| {scenario.Description} | left out: {reason} | | | | | | | | |" : Row(scenario));
        }

        if (report.Scenarios.FirstOrDefault(
            scenario => scenario is { Skipped: null, Texts: > 0 } && scenario.Texts == scenario.Calls) is { } single)
        {
            WriteBound(report, single);
        }
    }

    /// <summary>
    /// Writes the lower bound of a short text: the time to read the weights or to do the arithmetic, whichever is longer.
    /// </summary>
    private void WriteBound(BenchmarkReport report, ScenarioReport single)
    {
        var reading = report.LayerWeightBytes / bytesPerSecond * 1000;
        var computing = single.Gigaflops * single.Seconds / single.Calls / (peakGigaflops / 2) * 1000;
        var bound = Math.Max(reading, computing);
        Text("");
        Text(string.Create(
            CultureInfo.InvariantCulture,
            $"Bound of \"{single.Description}\": {reading:N1} ms to read the layers' weights once, {computing:N1} ms for its "
            + $"arithmetic at half of the peak. Its median is {single.LatencyMilliseconds!.P50 / bound:N2} times the longer."));
    }

    private static string Row(ScenarioReport scenario) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {scenario.Description} | {scenario.TokensPerSecond:N1} | {scenario.Gigaflops:N1} | {scenario.FractionOfPeak:P0} | "
        + $"{scenario.LatencyMilliseconds!.P50:N1} | {scenario.LatencyMilliseconds.P95:N1} | {scenario.LatencyMilliseconds.P99:N1} "
        + $"| {scenario.Calls} | {Count(scenario.TokensComputed)} | {Count(scenario.TokensShared)} |");

    private static string Count(long? tokens) => tokens is { } known ? Invariant($"{known:N0}") : "-";

    private void Line(FormattableString text) => Text(Invariant(text));

    private void Text(string text) => _page.Append(text).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
