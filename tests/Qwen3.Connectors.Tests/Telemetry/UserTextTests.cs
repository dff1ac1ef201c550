using System.Collections;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Hosting;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>User text is marked with a canary, which is found in no log message, span, measurement or exception.</summary>
public sealed class UserTextTests : IDisposable
{
    private const string Canary = "xq7canary";
    private static readonly string[] s_documents =
        [$"{Canary} one", $"two {Canary}", .. Enumerable.Range(0, 30).Select(i => $"{i} {Canary} and some more of it")];

    private static readonly string s_long = string.Join(' ', Enumerable.Repeat(Canary, 500));

    private readonly RecordedTelemetry _telemetry = new();
    private readonly StringBuilder _recorded = new();
    private int _exceptions;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task User_text_reaches_no_log_span_measurement_or_exception()
    {
        using var poisoned = PoisonedModel();
        CapturedLogs logs;
        await using (var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddKeyedQwen3EmbeddingGenerator(
                "strict", options => (options.ModelPath, options.MaxTokens) = (GoldenModels.EmbeddingFile, 50)).Services
            .AddKeyedQwen3EmbeddingGenerator(
                "cut",
                options => (options.ModelPath, options.MaxTokens, options.Truncation) =
                    (GoldenModels.EmbeddingFile, 50, Truncation.TruncateEnd)).Services
            .AddKeyedQwen3EmbeddingGenerator("poisoned", options => options.ModelPath = poisoned.Path).Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile).Services
            .AddKeyedQwen3Reranker(
                "strict",
                options => (options.ModelPath, options.MaxTokens, options.Truncation) =
                    (GoldenModels.RerankerFile, 200, Truncation.Throw)).Services
            .AddKeyedQwen3Reranker("cut", options => (options.ModelPath, options.MaxTokens) = (GoldenModels.RerankerFile, 200))))
        {
            logs = host.Logs;
            await host.StartAndWarmUpAsync();
            await EmbedAsync(host.Services);
            await RerankAsync(host.Services);
            _telemetry.Collect();
            await host.StopAsync(Cancellation);
            await RecordFailureAsync(() => Generator(host.Services).GenerateAsync(s_documents, cancellationToken: Cancellation));
            var reranker = host.Services.GetRequiredService<ITextReranker>();
            await RecordFailureAsync(() => reranker.RerankAsync(Canary, s_documents, cancellationToken: Cancellation));
        }

        Assert.Equal(12, _exceptions);
        Assert.Equal(
            [1, 2, 3, 5, 6, 8, 9, 10, 11, 12, 14],
            logs.Entries.Where(entry => entry.Category == "Qwen3.Connectors").Select(entry => entry.EventId).Distinct().Order());
        Assert.NotEmpty(_telemetry.Spans);
        Assert.NotEmpty(_telemetry.Measurements);
        Record(logs);
        Record(_telemetry);
        var recorded = _recorded.ToString();
        var at = recorded.IndexOf(Canary, StringComparison.OrdinalIgnoreCase);
        Assert.True(at < 0, at < 0 ? "" : $"recorded the canary: {recorded.Substring(Math.Max(0, at - 200), 400)}");
    }

    public void Dispose() => _telemetry.Dispose();

    private static IEmbeddingGenerator<string, Embedding<float>> Generator(IServiceProvider services, string? key = null) =>
        services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key);

    private static TemporaryFile PoisonedModel()
    {
        var tiny = new TinyQwen3();
        var norm = tiny.Weights["output_norm.weight"];
        var poisoned = norm with { Values = [float.NaN, .. norm.Values[1..]] };
        return new TemporaryFile(new GgufRewriter(tiny).WithTensor("output_norm.weight", poisoned).ToArray());
    }

    private async Task EmbedAsync(IServiceProvider services)
    {
        await Generator(services).GenerateAsync(s_documents, cancellationToken: Cancellation);
        await Generator(services, Qwen3ServiceKeys.Query).GenerateAsync([Canary], cancellationToken: Cancellation);
        var queries = services.GetRequiredService<Qwen3EmbeddingGenerator>().AsQueryGenerator($"Find {Canary}");
        await queries.GenerateAsync([Canary], cancellationToken: Cancellation);
        await Generator(services, "cut").GenerateAsync([s_long], cancellationToken: Cancellation);
        await RecordFailureAsync(() => Generator(services, "strict").GenerateAsync([Canary, s_long], cancellationToken: Cancellation));
        await RecordFailureAsync(() => Generator(services, "poisoned").GenerateAsync(s_documents, cancellationToken: Cancellation));
        await RecordFailureAsync(() => Generator(services).GenerateAsync([Canary, null!], cancellationToken: Cancellation));
        var properties = new AdditionalPropertiesDictionary { [Canary] = Canary };
        var options = new EmbeddingGenerationOptions { Dimensions = 7, ModelId = Canary, AdditionalProperties = properties };
        await RecordFailureAsync(() => Generator(services).GenerateAsync([Canary], options, Cancellation));
        await RecordFailureAsync(() => CancelledAsync(
            (texts, token) => Generator(services).GenerateAsync(texts, cancellationToken: token)));
    }

    private async Task RerankAsync(IServiceProvider services)
    {
        var reranker = services.GetRequiredService<ITextReranker>();
        await reranker.RerankAsync(Canary, s_documents, new() { Instruction = $"Judge {Canary}", TopN = 2 }, Cancellation);
        await services.GetRequiredKeyedService<ITextReranker>("cut").RerankAsync(Canary, [s_long], cancellationToken: Cancellation);
        var strict = services.GetRequiredKeyedService<ITextReranker>("strict");
        await RecordFailureAsync(() => strict.RerankAsync(Canary, [s_long], cancellationToken: Cancellation));
        var cut = services.GetRequiredKeyedService<ITextReranker>("cut");
        await RecordFailureAsync(() => cut.RerankAsync(s_long, s_documents, cancellationToken: Cancellation));
        await RecordFailureAsync(() => reranker.RerankAsync(Canary, [Canary, null!], cancellationToken: Cancellation));
        await RecordFailureAsync(() => reranker.RerankAsync(null!, s_documents, cancellationToken: Cancellation));
        await RecordFailureAsync(() => CancelledAsync((texts, token) => reranker.RerankAsync(Canary, texts, cancellationToken: token)));
    }

    /// <summary>Cancels a call while it reads its texts.</summary>
    private static async Task CancelledAsync(Func<IReadOnlyList<string>, CancellationToken, Task> call)
    {
        using var cancellation = new CancellationTokenSource();
        await call(new CancellingTexts(cancellation), cancellation.Token);
    }

    /// <summary>Runs a call that must fail, and records its exception.</summary>
    private async Task RecordFailureAsync(Func<Task> call)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(call);
        _exceptions++;
        _recorded.AppendLine($"{exception}");
        foreach (var value in exception.Data.Values)
        {
            _recorded.AppendLine($"{value}");
        }
    }

    private void Record(CapturedLogs logs)
    {
        foreach (var entry in logs.Entries)
        {
            _recorded.AppendLine(entry.Message).AppendLine(entry.Values).AppendLine($"{entry.Exception}");
        }
    }

    private void Record(RecordedTelemetry telemetry)
    {
        foreach (var span in telemetry.Spans)
        {
            _recorded.AppendLine($"{span.OperationName} {span.DisplayName} {span.StatusDescription} {span.TraceStateString}");
            Record(span.TagObjects
                .Concat(span.Events.SelectMany(e => e.Tags))
                .Concat(span.Baggage.Select(item => new KeyValuePair<string, object?>(item.Key, item.Value))));
        }

        foreach (var measurement in telemetry.Measurements)
        {
            Record(measurement.Tags);
        }
    }

    private void Record(IEnumerable<KeyValuePair<string, object?>> values)
    {
        foreach (var (key, value) in values)
        {
            _recorded.AppendLine($"{key}={value}");
        }
    }

    private sealed class CancellingTexts(CancellationTokenSource cancellation) : IReadOnlyList<string>
    {
        public int Count => s_documents.Length;

        public string this[int index]
        {
            get
            {
                cancellation.Cancel();
                return s_documents[index];
            }
        }

        public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
