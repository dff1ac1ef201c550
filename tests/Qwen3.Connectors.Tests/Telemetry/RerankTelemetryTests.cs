using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>Spans and measurements of reranking calls, with the names of an open proposal.</summary>
public sealed class RerankTelemetryTests : IDisposable
{
    private readonly RecordedTelemetry _telemetry = new();
    private readonly string _model = $"model {Guid.NewGuid()}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_one_span_with_candidates_and_top_n()
    {
        using var reranker = new SomeReranker(new("qwen3.fake", _model)).AsBuilder().UseOpenTelemetry().UseOpenTelemetry().Build();
        await reranker.RerankAsync("query", ["a", "b", "c"], new() { TopN = 2 }, Cancellation);
        var span = Assert.Single(_telemetry.SpansOf(_model));
        Assert.Equal(($"rerank {_model}", ActivityKind.Client), (span.DisplayName, span.Kind));
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["gen_ai.operation.name"] = "rerank",
                ["gen_ai.request.model"] = _model,
                ["gen_ai.provider.name"] = "qwen3.fake",
                ["gen_ai.rerank.candidate.count"] = 3,
                ["gen_ai.rerank.top_n"] = 2,
                ["gen_ai.response.model"] = "answered",
                ["gen_ai.usage.input_tokens"] = 30L,
            },
            span.TagObjects.ToDictionary());
        var duration = Assert.Single(_telemetry.MeasurementsOf("gen_ai.client.operation.duration", _model));
        Assert.Equal("rerank", duration.Tags["gen_ai.operation.name"]);
        Assert.Equal(30, Assert.Single(_telemetry.MeasurementsOf("gen_ai.client.token.usage", _model)).Value);
    }

    [Fact]
    public async Task A_reranker_that_does_not_describe_itself_is_traced_too()
    {
        using var reranker = new SomeReranker(description: null).AsBuilder().UseOpenTelemetry().Build();
        await reranker.RerankAsync("query", [], cancellationToken: Cancellation);
        Assert.Contains(_telemetry.Spans, span => span.DisplayName == "rerank unknown");
    }

    [Fact]
    public async Task A_call_whose_model_fails_to_load_has_a_span_and_a_duration()
    {
        var name = $"{Guid.NewGuid()}";
        using var reranker = Qwen3Reranker.Create(new() { ModelPath = $"nowhere/{name}.gguf" }).AsBuilder().UseOpenTelemetry().Build();
        var exception = await Assert.ThrowsAnyAsync<IOException>(() => reranker.RerankAsync("a", ["b"], cancellationToken: Cancellation));
        var span = Assert.Single(_telemetry.SpansOf(name));
        Assert.Equal((ActivityStatusCode.Error, exception.GetType().FullName), (span.Status, span.GetTagItem("error.type")));
        var duration = Assert.Single(_telemetry.MeasurementsOf("gen_ai.client.operation.duration", name));
        Assert.Equal(exception.GetType().FullName, duration.Tags["error.type"]);
    }

    public void Dispose() => _telemetry.Dispose();

    private sealed class SomeReranker(EngineDescription? description) : ITextReranker
    {
        public Task<RerankResults> RerankAsync(
            string query, IReadOnlyList<string> documents, RerankOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new RerankResults([])
            {
                ModelId = "answered",
                Usage = new UsageDetails { InputTokenCount = 10 * documents.Count },
            });

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EngineDescription) ? description : null;

        public void Dispose()
        {
        }
    }
}
