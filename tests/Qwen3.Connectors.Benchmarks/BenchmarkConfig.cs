using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Qwen3.Connectors.Benchmarks.Columns;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>The configuration of all benchmarks: short, in this process.</summary>
/// <remarks>
/// In process, because building a project per benchmark takes longer than the benchmark, and the kernels do not use tiered compilation.
/// </remarks>
internal static class BenchmarkConfig
{
    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(new InProcessEmitToolchain(timeout: TimeSpan.FromMinutes(30), logOutput: false))
            .WithWarmupCount(1)
            .WithIterationCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(150))
            .WithId("short"))
        .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params)
        .AddColumn(StatisticColumn.Mean, StatisticColumn.StdDev)
        .AddColumn([.. AmountColumn.All])
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub);
}
