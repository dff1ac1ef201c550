using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Cli.Benchmarking.Reports;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

public class BenchmarkTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(512)]
    public void Generated_texts_have_about_the_requested_tokens_and_differ(int tokens)
    {
        var generator = new RandomTextGenerator(word => word.Length > 7 ? 2 : 1);
        var texts = Enumerable.Range(0, 100).Select(_ => generator.Generate(tokens)).ToList();
        Assert.All(texts, text => Assert.InRange(Words(text).Sum(word => word.Length > 6 ? 2 : 1), tokens - 1, tokens));
        Assert.Equal(100, texts.Distinct().Count());
    }

    [Fact]
    public void Generated_texts_never_exceed_the_requested_tokens()
    {
        var generator = new RandomTextGenerator(word => word.Length > 5 ? 5 : 2);
        for (var tokens = 2; tokens < 40; tokens++)
        {
            var sum = Words(generator.Generate(tokens)).Sum(word => word.Length > 4 ? 5 : 2);
            Assert.InRange(sum, tokens - 2, tokens - 1);
        }
    }

    [Fact]
    public void Percentiles_are_measured_times()
    {
        static TimeSpan[] UpTo(int count) => [.. Enumerable.Range(1, count).Reverse().Select(i => TimeSpan.FromMilliseconds(i))];
        Assert.Equal(new LatencyPercentiles(1, 1, 1), LatencyPercentiles.Of(UpTo(1)));
        Assert.Equal(new LatencyPercentiles(10, 19, 20), LatencyPercentiles.Of(UpTo(20)));
        Assert.Equal(new LatencyPercentiles(100, 190, 198), LatencyPercentiles.Of(UpTo(200)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_warm_up_call_is_not_measured(bool warmUp)
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        var texts = new RandomTextGenerator(_ => 1);
        var scenario = new EmbeddingScenario("", "", generator, texts, textCount: 3, minTokens: 500, maxTokens: 500);
        var runner = new ScenarioRunner(() => null);
        var measurement = await runner.RunAsync(scenario, TimeSpan.FromTicks(1), warmUp, TestContext.Current.CancellationToken);
        Assert.Equal(engine.Prompts.Skip(warmUp ? 3 : 0).Select(prompt => prompt.Length + 1), measurement.TokenCounts);
        Assert.Null(measurement.Tokens);
    }

    [Fact]
    public async Task Only_tokens_of_measured_calls_are_counted()
    {
        var counted = new SharedTokens(1000, 100);
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var scenario = new EmbeddingScenario("", "", generator, new RandomTextGenerator(_ => 1), textCount: 1, minTokens: 8, maxTokens: 8);
        SharedTokens? Read() => counted = new SharedTokens(counted.Computed + 5, counted.Shared + 2);
        var runner = new ScenarioRunner(Read);
        var measurement = await runner.RunAsync(scenario, TimeSpan.Zero, warmUp: true, TestContext.Current.CancellationToken);
        Assert.Equal(new SharedTokens(5, 2), measurement.Tokens);
        Assert.Equal(ScenarioRunner.LatencyCalls, measurement.Calls.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Operations_are_those_that_are_computed(int shared)
    {
        // The 0.6B shape, counted per layer: 27 layers for every token; the last layer for one token, except for keys and values.
        const int n = 512;
        const double queryAndOutput = 2 * 1024 * 2048, keyAndValue = 2 * 1024 * 1024, feedForward = 3 * 1024 * 3072;
        Assert.Equal(28 * (queryAndOutput + keyAndValue + feedForward), SmallestQwen3.LayerParameterCount);
        var multiplyAdds = 0.0;
        for (var token = shared + 1; token <= n; token++)
        {
            var attention = 2.0 * 16 * 128 * token;
            multiplyAdds += 27 * (queryAndOutput + keyAndValue + feedForward + attention);
            multiplyAdds += keyAndValue + (token == n ? queryAndOutput + feedForward + attention : 0);
        }

        Assert.Equal(1, ForwardPassOperations.Count(SmallestQwen3, [n], shared) / (2 * multiplyAdds), 1e-12);
        Assert.Equal(1, ForwardPassOperations.Count(SmallestQwen3, [n, n], 2 * shared) / (4 * multiplyAdds), 1e-12);
    }

    [Fact]
    public void A_report_relates_speed_to_the_peak()
    {
        var report = Report(seconds: 2, peak: 1000).Scenarios[0];
        Assert.Equal(256, report.TokensPerSecond);
        Assert.Equal(ForwardPassOperations.Count(SmallestQwen3, [512], 100) / 2e9, report.Gigaflops, 1e-9);
        Assert.Equal(report.Gigaflops / 1000, report.FractionOfPeak);
        Assert.Equal((412, 100), (report.TokensComputed, report.TokensShared));
        Assert.True(Report(2, 1000).PeakMemoryBytes > 1_000_000);
    }

    [Fact]
    public void A_speed_above_the_peak_is_explained()
    {
        Assert.Contains("other load", ReportText.Format(Report(seconds: 1, peak: 0.1)), StringComparison.Ordinal);
        Assert.DoesNotContain("other load", ReportText.Format(Report(seconds: 1, peak: 1000)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_has_every_figure()
    {
        var text = ReportText.Format(Report(seconds: 1, peak: 1000));
        string[] parts =
        [
            "512.0 tokens/s", "GFLOP/s", "machine peak", "of the peak", "peak memory", "p95", "p99", "412 computed, 100 shared",
            "skipped: no time",
        ];
        foreach (var part in parts)
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The 0.6B shape.</summary>
    private static ModelDescription SmallestQwen3 { get; } = CliRun.Description with
    {
        LayerParameterCount = 440_401_920,
        Shape = CliRun.Description.Shape with
        {
            LayerCount = 28,
            HiddenSize = 1024,
            HeadCount = 16,
            KeyValueHeadCount = 8,
            HeadSize = 128,
        },
    };

    /// <summary>Formats a report of the same measurement each time, apart from the memory of this process.</summary>
    internal static string FormatReport() => ReportText.Format(Report(seconds: 1, peak: 1000) with { PeakMemoryBytes = 123_456_789 });

    /// <summary>Creates a report of one call with a text of 512 tokens, and of a skipped scenario.</summary>
    private static BenchmarkReport Report(double seconds, double peak)
    {
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        var scenario = new EmbeddingScenario("one", "1 text", generator, new RandomTextGenerator(_ => 1), 1, 512, 512);
        var measurement = new ScenarioMeasurement([new ScenarioCall([512], TimeSpan.FromSeconds(seconds))], new SharedTokens(412, 100));
        ScenarioResult[] results = [new(scenario, measurement, null), new(scenario, null, "no time")];
        return BenchmarkReport.Create(SmallestQwen3, results, threads: 2, peak, TimeSpan.FromSeconds(1));
    }
}
