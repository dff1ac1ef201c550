using System.Text.Json;
using Qwen3.Connectors.Cli;
using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>The bench command with the bundled models and minimal measuring times. Speed itself is not tested.</summary>
public class BenchCommandTests
{
    [Theory]
    [InlineData(true, "short-text", "query", "one-512", "many-128", "one-2048")]
    [InlineData(false, "rerank-1", "rerank-20")]
    public async Task A_file_of_either_kind_has_its_scenarios(bool isEmbedding, params string[] names)
    {
        var model = isEmbedding ? CliRun.BundledEmbedding : CliRun.BundledReranker;
        var run = await CliRun.OnRealModelAsync("bench", "--model", model, "--seconds", "0", "--budget", "1000", "--json");
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
        var run = await CliRun.OnRealModelAsync(
            "bench", "--model", CliRun.BundledEmbedding, "--tokens", "64", "--texts", "4", "--seconds", "0", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var scenario = Assert.Single(run.Lines[0].GetProperty("scenarios").EnumerateArray());
        Assert.Equal(4, scenario.GetProperty("texts").GetInt32());
        Assert.InRange(scenario.GetProperty("tokens").GetInt32(), 4 * 60, 4 * 64);
        HasNumbers(scenario);
    }

    [Fact]
    public async Task Texts_longer_than_the_context_give_exit_code_2()
    {
        var run = await CliRun.OnRealModelAsync("bench", "--model", CliRun.BundledEmbedding, "--tokens", "1000000");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("context", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_exceeds_the_time_budget_is_skipped_with_the_reason()
    {
        var environment = new CliEnvironment(Stream.Null, TextWriter.Null, TextWriter.Null);
        using var subject = BenchmarkSubject.Open(environment, CliRun.BundledEmbedding, threadCount: 1);
        var suite = new BenchmarkSuite(subject, TimeSpan.Zero, budget: TimeSpan.Zero);
        var results = await suite.RunAsync(subject.CreateSuite(), TestContext.Current.CancellationToken);
        Assert.Null(results[0].Skipped);
        Assert.All(results.Skip(1), result =>
        {
            Assert.Null(result.Measurement);
            Assert.Contains("of 0 s are left", result.Skipped, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_scenario_that_exceeds_the_context_is_skipped_with_the_reason()
    {
        using var subject = new SmallContext();
        var suite = new BenchmarkSuite(subject, TimeSpan.Zero, TimeSpan.MaxValue);
        var results = await suite.RunAsync(subject.CreateSuite(), TestContext.Current.CancellationToken);
        Assert.Null(results[0].Skipped);
        Assert.Contains("context length of the model is 2048", results[1].Skipped, StringComparison.Ordinal);
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
        var (p50, p95, p99) = (latency.GetProperty("p50"), latency.GetProperty("p95"), latency.GetProperty("p99"));
        Assert.InRange(p95.GetDouble(), p50.GetDouble(), p99.GetDouble());
    }

    private sealed class SmallContext() : BenchmarkSubject(CliRun.Description, Qwen3Tokenizer.Load(CliRun.BundledEmbedding))
    {
        private readonly Qwen3EmbeddingGenerator _generator = new(new FakeEmbeddingEngine());

        public override IReadOnlyList<Scenario> CreateSuite() => [CreateScenario(1, 2048), CreateScenario(1, 2049)];

        public override Scenario CreateScenario(int textCount, int tokens) =>
            new EmbeddingScenario("", "", _generator, TextGenerator, textCount, tokens, tokens);

        public override SharedTokens? ReadTokens() => null;

        public override void Dispose() => _generator.Dispose();
    }
}
