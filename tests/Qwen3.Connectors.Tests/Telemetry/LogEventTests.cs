using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Telemetry;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Hosting;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>The log messages of a host, and their table in docs/hosting.md.</summary>
public partial class LogEventTests
{
    [Fact]
    public async Task A_start_logs_loading_the_loaded_model_its_notes_and_the_self_test()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { AddEosToken = null }).ToArray());
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => (options.ModelPath, options.Inference.ThreadCount) = (file.Path, 1)));
        await host.StartAndWarmUpAsync();
        Assert.Contains(file.Path, Assert.Single(host.Logs.Of(eventId: 1)).Message, StringComparison.Ordinal);
        var loaded = Assert.Single(host.Logs.Of(eventId: 2));
        Assert.Equal(LogLevel.Information, loaded.Level);
        Assert.Contains("Threads=1\n", loaded.Values, StringComparison.Ordinal);
        Assert.Contains("MB of ", loaded.Message, StringComparison.Ordinal);
        Assert.Contains(InferenceOptions.KernelNames, kernel => loaded.Message.EndsWith($"kernel {kernel}", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Information, Assert.Single(host.Logs.Of(eventId: 3)).Level);
        Assert.Single(host.Logs.Of(eventId: 5));
        Assert.Single(host.Logs.Of(eventId: 7));
    }

    [Fact]
    public async Task A_normal_start_with_a_causal_reranker_logs_no_warning()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { Name = "tiny reranker", PoolingType = null }).ToArray());
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile).Services
            .AddKeyedQwen3Reranker("causal", options => options.ModelPath = file.Path));
        await host.StartAndWarmUpAsync();
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
        Assert.Contains(host.Logs.Of(eventId: 3), entry => entry.Message.Contains("causal language model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_may_not_be_an_embedding_model_is_a_warning()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { Name = "tiny", PoolingType = null }).ToArray());
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = file.Path));
        await host.StartAndWarmUpAsync();
        var warning = Assert.Single(host.Logs.Of(eventId: 16));
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("Nothing in the file says that it is an embedding model", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_in_use_reports_what_it_has_computed()
    {
        using var telemetry = new RecordedTelemetry();
        var tiny = new TinyQwen3();
        using var file = new TemporaryFile(tiny.ToArray());
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = file.Path));
        await host.StartAndWarmUpAsync();
        var generator = host.Services.GetRequiredService<Qwen3EmbeddingGenerator>();
        await generator.GenerateAsync(["a", "the", "query"], cancellationToken: TestContext.Current.CancellationToken);
        telemetry.Collect();

        // The self-test's text and these three; other tests may have a tiny model in a container too.
        var modelId = generator.GetRequiredService<EngineDescription>().ModelId;
        Assert.Contains(telemetry.MeasurementsOf("qwen3.engine.texts", modelId), texts => texts.Value == 4);
    }

    [Fact]
    public void The_docs_list_every_event_with_its_level()
    {
        var code = typeof(EngineLog).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!)
            .Select(attribute => (attribute.EventId, attribute.Level.ToString()));
        var docs = EventRow().Matches(File.ReadAllText(TestData.File("docs", "hosting.md")))
            .Select(row => (int.Parse(row.Groups["id"].Value, provider: null), row.Groups["level"].Value));
        Assert.Equal(code.Order(), docs.Order());
    }

    [Fact]
    public void The_docs_list_every_instrument()
    {
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        var instruments = new HashSet<string>();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Qwen3.Connectors")
            {
                lock (instruments)
                {
                    instruments.Add(instrument.Name);
                }
            }
        };
        listener.Start();
        using var metrics = new EngineMetrics();
        _ = ClientTelemetry.OperationDuration.Enabled;
        var docs = InstrumentRow().Matches(File.ReadAllText(TestData.File("docs", "hosting.md"))).Select(row => row.Groups["name"].Value);
        lock (instruments)
        {
            Assert.Equal(instruments.Order(), docs.Order());
        }
    }

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<level>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"^\| `(?<name>(gen_ai|qwen3)\.[\w.]+)` \| \w", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
