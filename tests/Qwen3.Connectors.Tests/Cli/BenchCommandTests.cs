using System.Text.Json;
using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>The bench command on the real engine and the bundled models, with the least to measure. What is fast is not a test's matter.</summary>
public class BenchCommandTests
{
    [Theory]
    [InlineData(true, "short-text", "query", "one-512", "many-128", "one-2048")]
    [InlineData(false, "rerank-1", "rerank-20")]
    public async Task A_file_of_either_kind_has_its_scenarios(bool isEmbedding, params string[] names)
    {
        var run = await CliRun.OnRealModelAsync("bench", "--model", isEmbedding ? CliRun.BundledEmbedding : CliRun.BundledReranker, "--seconds", "0", "--budget", "1000", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var report = Assert.Single(run.Lines);
        var scenarios = report.GetProperty("scenarios").EnumerateArray().ToList();
        Assert.Equal(names, scenarios.Select(scenario => scenario.GetProperty("name").GetString()));
        Assert.All(scenarios, HasNumbers);
        Assert.Contains(scenarios, scenario => scenario.GetProperty("tokens_shared").GetInt64() > 0);
        Assert.True(report.GetProperty("peak_memory_bytes").GetInt64() > report.GetProperty("file_bytes").GetInt64());
        Assert.False(string.IsNullOrEmpty(report.GetProperty("machine").GetProperty("cpu").GetString()));
    }

    [Fact]
    public async Task Tokens_and_texts_choose_a_single_scenario()
    {
        var run = await CliRun.OnRealModelAsync("bench", "--model", CliRun.BundledEmbedding, "--tokens", "64", "--texts", "4", "--seconds", "0", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var scenario = Assert.Single(run.Lines[0].GetProperty("scenarios").EnumerateArray());
        Assert.Equal(4, scenario.GetProperty("texts").GetInt32());
        Assert.InRange(scenario.GetProperty("tokens").GetInt32(), 4 * 60, 4 * 64);
        HasNumbers(scenario);
    }

    [Fact]
    public async Task Texts_longer_than_the_context_are_2()
    {
        var run = await CliRun.OnRealModelAsync("bench", "--model", CliRun.BundledEmbedding, "--tokens", "1000000");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("context", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_time_does_not_allow_is_left_out_and_named()
    {
        using var subject = BenchmarkSubject.Open(new CliEnvironment(TextReader.Null, TextWriter.Null, TextWriter.Null), CliRun.BundledEmbedding, threadCount: 1);
        var results = await new BenchmarkSuite(subject, TimeSpan.Zero, budget: TimeSpan.Zero).RunAsync(subject.CreateSuite(), TestContext.Current.CancellationToken);
        Assert.Null(results[0].Skipped);
        Assert.All(results.Skip(1), result =>
        {
            Assert.Null(result.Measurement);
            Assert.Contains("of 0 s are left", result.Skipped, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_the_context_does_not_allow_is_left_out_and_named()
    {
        using var subject = new SmallContext();
        var results = await new BenchmarkSuite(subject, TimeSpan.Zero, TimeSpan.MaxValue).RunAsync(subject.CreateSuite(), TestContext.Current.CancellationToken);
        Assert.Null(results[0].Skipped);
        Assert.Contains("context has 2048", results[1].Skipped, StringComparison.Ordinal);
    }

    private static void HasNumbers(JsonElement scenario)
    {
        Assert.Equal(JsonValueKind.Null, scenario.GetProperty("skipped").ValueKind);
        foreach (var name in new[] { "calls", "texts", "tokens", "seconds", "tokens_per_second", "gigaflops", "fraction_of_peak" })
        {
            Assert.True(scenario.GetProperty(name).GetDouble() > 0, name);
        }

        var counted = scenario.GetProperty("tokens_computed").GetInt64() + scenario.GetProperty("tokens_shared").GetInt64();
        Assert.Equal(scenario.GetProperty("tokens").GetInt64(), counted);
        var latency = scenario.GetProperty("latency_milliseconds");
        Assert.InRange(latency.GetProperty("p95").GetDouble(), latency.GetProperty("p50").GetDouble(), latency.GetProperty("p99").GetDouble());
    }

    private sealed class SmallContext() : BenchmarkSubject(CliRun.Description, Qwen3Tokenizer.Load(CliRun.BundledEmbedding))
    {
        private readonly Qwen3EmbeddingGenerator _generator = new(new FakeEmbeddingEngine());

        public override IReadOnlyList<Scenario> CreateSuite() => [CreateScenario(1, 2048), CreateScenario(1, 2049)];

        public override Scenario CreateScenario(int textCount, int tokens) => new EmbeddingScenario("", "", _generator, TextMaker, textCount, tokens, tokens);

        public override SharedTokens? ReadTokens() => null;

        public override void Dispose() => _generator.Dispose();
    }
}
