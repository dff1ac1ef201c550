using System.Diagnostics;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Telemetry;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>Spans and measurements of embedding calls, with the names of the OpenTelemetry conventions.</summary>
public sealed class EmbeddingTelemetryTests : IDisposable
{
    private readonly RecordedTelemetry _telemetry = new();
    private readonly string _model = $"model {Guid.NewGuid()}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_one_span_with_the_names_of_the_conventions()
    {
        using var generator = Traced();
        await generator.GenerateAsync(["ab", "abcd"], new() { Dimensions = 32 }, Cancellation);
        var span = Assert.Single(_telemetry.SpansOf(_model));
        Assert.Equal($"embeddings {_model}", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("Qwen3.Connectors", span.Source.Name);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["gen_ai.operation.name"] = "embeddings",
                ["gen_ai.request.model"] = _model,
                ["gen_ai.provider.name"] = "qwen3.fake",
                ["server.address"] = "host",
                ["server.port"] = 81,
                ["gen_ai.embeddings.dimension.count"] = 32,
                ["gen_ai.response.model"] = _model,
                ["gen_ai.usage.input_tokens"] = 8L,
            },
            span.TagObjects.ToDictionary());
    }

    [Fact]
    public async Task A_call_is_measured_in_seconds_and_tokens()
    {
        using var generator = Traced();
        await generator.GenerateAsync(["ab", "abcd"], cancellationToken: Cancellation);
        var duration = Assert.Single(_telemetry.MeasurementsOf("gen_ai.client.operation.duration", _model));
        Assert.Equal("s", duration.Unit);
        Assert.Equal("embeddings", duration.Tags["gen_ai.operation.name"]);
        Assert.Equal("qwen3.fake", duration.Tags["gen_ai.provider.name"]);
        Assert.Equal(_model, duration.Tags["gen_ai.response.model"]);
        var tokens = Assert.Single(_telemetry.MeasurementsOf("gen_ai.client.token.usage", _model));
        Assert.Equal(("{token}", 8, "input"), (tokens.Unit, tokens.Value, tokens.Tags["gen_ai.token.type"]));
    }

    [Fact]
    public async Task A_failure_is_reported_by_its_type_alone()
    {
        using var generator = Traced();
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["a", null!], cancellationToken: Cancellation));
        var span = Assert.Single(_telemetry.SpansOf(_model));
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        Assert.Equal("System.ArgumentException", span.GetTagItem("error.type"));
        Assert.Empty(span.Events);
        var duration = Assert.Single(_telemetry.MeasurementsOf("gen_ai.client.operation.duration", _model));
        Assert.Equal("System.ArgumentException", duration.Tags["error.type"]);
        Assert.Empty(_telemetry.MeasurementsOf("gen_ai.client.token.usage", _model));
    }

    [Fact]
    public async Task A_call_whose_model_fails_to_load_has_a_span_and_a_duration()
    {
        var name = $"{Guid.NewGuid()}";
        using var generator = new TracedEmbeddingGenerator(Qwen3EmbeddingGenerator.Create(new() { ModelPath = $"nowhere/{name}.gguf" }));
        var exception = await Assert.ThrowsAnyAsync<IOException>(() => generator.GenerateAsync(["a"], cancellationToken: Cancellation));
        var span = Assert.Single(_telemetry.SpansOf(name));
        Assert.Equal(($"embeddings {name}", ActivityStatusCode.Error), (span.DisplayName, span.Status));
        Assert.Equal(exception.GetType().FullName, span.GetTagItem("error.type"));
        var duration = Assert.Single(_telemetry.MeasurementsOf("gen_ai.client.operation.duration", name));
        Assert.Equal(exception.GetType().FullName, duration.Tags["error.type"]);
    }

    [Fact]
    public async Task The_first_call_has_the_name_and_width_of_the_model_that_it_opens()
    {
        using var model = new Gguf.TemporaryFile(new Gguf.TinyQwen3().ToArray());
        using var generator = new TracedEmbeddingGenerator(Qwen3EmbeddingGenerator.Create(new() { ModelPath = model.Path }));
        await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        var description = generator.GetRequiredService<EngineDescription>();
        Assert.Contains(_telemetry.SpansOf(description.ModelId), span =>
            span.DisplayName == $"embeddings {description.ModelId}"
            && Equals(span.GetTagItem("gen_ai.embeddings.dimension.count"), description.Dimensions)
            && Equals(span.GetTagItem("gen_ai.response.model"), description.ModelId));
        Assert.Empty(_telemetry.SpansOf(Path.GetFileNameWithoutExtension(model.Path)));
    }

    [Fact]
    public async Task Inside_a_span_of_another_decorator_there_is_no_second_one()
    {
        using var generator = Traced();
        using var others = new ActivitySource("Not.Qwen3.Connectors");
        using (var outer = others.StartActivity("embeddings by Microsoft.Extensions.AI")!.SetTag("gen_ai.operation.name", "embeddings"))
        {
            await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        }

        Assert.Empty(_telemetry.SpansOf(_model));
        Assert.Empty(_telemetry.MeasurementsOf("gen_ai.client.operation.duration", _model));
    }

    [Fact]
    public async Task The_generator_itself_reports_nothing_so_that_other_decorators_can_wrap_it()
    {
        using var generator = Traced();
        await generator.GetRequiredService<Qwen3EmbeddingGenerator>().GenerateAsync(["a"], cancellationToken: Cancellation);
        Assert.Empty(_telemetry.SpansOf(_model));
        Assert.Empty(_telemetry.MeasurementsOf("gen_ai.client.operation.duration", _model));
    }

    public void Dispose() => _telemetry.Dispose();

    private TracedEmbeddingGenerator Traced() => new(new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine
    {
        Description = new("qwen3.fake", _model) { Dimensions = 64, Endpoint = new Uri("http://host:81/") },
    }));
}
