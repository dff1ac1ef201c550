using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

public class BenchmarkTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(512)]
    public void Texts_have_about_the_tokens_asked_for_and_differ(int tokens)
    {
        var maker = new TextMaker(word => word.Length > 7 ? 2 : 1);
        var texts = Enumerable.Range(0, 100).Select(_ => maker.Make(tokens)).ToList();
        Assert.All(texts, text => Assert.InRange(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(word => word.Length > 6 ? 2 : 1), tokens - 1, tokens));
        Assert.Equal(100, texts.Distinct().Count());
    }

    [Fact]
    public async Task The_first_call_is_not_measured()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        var speed = await new EmbeddingBenchmark(generator, new TextMaker(_ => 1)).RunAsync(8, 3, TimeSpan.FromTicks(1), TestContext.Current.CancellationToken);
        Assert.Equal(engine.Prompts.Count - 3, speed.Texts);
        var counts = engine.Prompts.Skip(3).Select(prompt => prompt.Length + 1L).ToList();
        Assert.Equal(counts.Sum(), speed.Tokens);
        Assert.Equal(counts.Sum(count => count * (count + 1) / 2), speed.AttentionPairs);
    }

    [Fact]
    public void Arithmetic_is_what_is_computed()
    {
        // The 0.6B shape, counted a layer at a time: 27 for every token, the last for one token but for its keys and values.
        var model = CliRun.Description with { LayerParameterCount = 440_401_920, LayerCount = 28, HiddenSize = 1024, HeadCount = 16, KeyValueHeadCount = 8, HeadSize = 128 };
        const int n = 512;
        const double queryAndOutput = 2 * 1024 * 2048, keyAndValue = 2 * 1024 * 1024, feedForward = 3 * 1024 * 3072;
        Assert.Equal(28 * (queryAndOutput + keyAndValue + feedForward), model.LayerParameterCount);
        var multiplyAdds = 0.0;
        for (var token = 1; token <= n; token++)
        {
            var attention = 2.0 * 16 * 128 * token;
            multiplyAdds += 27 * (queryAndOutput + keyAndValue + feedForward + attention);
            multiplyAdds += keyAndValue + (token == n ? queryAndOutput + feedForward + attention : 0);
        }

        var report = BenchmarkReport.Create(model, new BenchmarkSpeed(1, n, n * (n + 1L) / 2, TimeSpan.FromSeconds(2)), threads: 2, peakGigaflops: 1000);
        Assert.Equal(2 * multiplyAdds / 1e9 / 2, report.Gigaflops, 1e-6);
        Assert.Equal(256, report.TokensPerSecond);
        Assert.Equal(report.Gigaflops / 1000, report.FractionOfPeak);
        Assert.True(report.PeakMemoryBytes > 1_000_000);
    }

    [Fact]
    public void More_than_the_peak_is_explained()
    {
        static string Format(double peak) => BenchmarkReport.Create(CliRun.Description, new BenchmarkSpeed(1, 512, 0, TimeSpan.FromSeconds(1)), 2, peak).Format();
        Assert.Contains("busy", Format(peak: 0.1), StringComparison.Ordinal);
        Assert.DoesNotContain("busy", Format(peak: 100), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_names_every_number_that_was_asked_for()
    {
        var text = BenchmarkReport.Create(CliRun.Description, new BenchmarkSpeed(1, 512, 0, TimeSpan.FromSeconds(1)), 2, 100).Format();
        foreach (var part in new[] { "512.0 tokens/s", "GFLOP/s", "machine peak", "of the peak", "peak memory" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }
}
