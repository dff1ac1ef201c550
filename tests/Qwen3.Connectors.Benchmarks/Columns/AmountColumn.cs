using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks.Columns;

/// <summary>A column with a rate: the amount of a call over its mean time.</summary>
/// <param name="name">The column's heading.</param>
/// <param name="legend">Its legend.</param>
/// <param name="format">The format of its numbers.</param>
/// <param name="speedOf">Computes the rate from amounts and nanoseconds; 0 for none.</param>
internal sealed class AmountColumn(string name, string legend, string format, Func<Amounts, double, double> speedOf) : IColumn
{
    /// <summary>All rate columns.</summary>
    public static IReadOnlyList<IColumn> All { get; } =
    [
        new AmountColumn("GFLOP/s", "Billions of floating point operations per second", "N1",
            (amounts, nanoseconds) => amounts.Operations / nanoseconds),
        new AmountColumn("of peak", "GFLOP/s over the FMA peak of all cores, measured in this run", "P0",
        (amounts, nanoseconds) => amounts.Operations / nanoseconds / MachinePeak.Gigaflops),
        new AmountColumn("MB/s", "Millions of bytes per second: text in UTF-8, or weights", "N1",
        (amounts, nanoseconds) => amounts.Bytes / nanoseconds * 1000),
        new AmountColumn("Gvalue/s", "Billions of decoded values per second", "N2", (amounts, nanoseconds) => amounts.Values / nanoseconds),
    ];

    public string Id => nameof(AmountColumn) + name;

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => speedOf(AmountsOf(benchmark), 1) > 0);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        var speed = summary[benchmarkCase]?.ResultStatistics is { Mean: > 0 } statistics
            ? speedOf(AmountsOf(benchmarkCase), statistics.Mean) : 0;
        return speed > 0 ? speed.ToString(format, CultureInfo.InvariantCulture) : "-";
    }

    public override string ToString() => ColumnName;

    private static Amounts AmountsOf(BenchmarkCase benchmark) =>
        BenchmarkInstance.Create(benchmark) is IHasAmounts counted ? counted.Amounts : default;
}
