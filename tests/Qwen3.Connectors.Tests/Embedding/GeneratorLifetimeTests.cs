using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>Who closes the engine, and what <c>GetService</c> hands out.</summary>
public class GeneratorLifetimeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disposing_a_view_leaves_the_engine_open()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        var view = generator.AsQueryGenerator();
        view.Dispose();
        view.Dispose();
        generator.AsDocumentGenerator().Dispose();
        Assert.Equal(0, engine.DisposeCount);
        Assert.Single(await generator.GenerateAsync(["a"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => view.GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Disposing_the_generator_closes_the_engine_once()
    {
        var engine = new FakeEmbeddingEngine();
        var generator = new Qwen3EmbeddingGenerator(engine);
        var view = generator.AsQueryGenerator();
        generator.Dispose();
        generator.Dispose();
        Assert.Equal(1, engine.DisposeCount);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(["a"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => view.GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_Dispose_waits_for_the_same_end_as_the_first(bool isFirstAsynchronous)
    {
        using var release = new ManualResetEventSlim();
        var generator = new Qwen3EmbeddingGenerator(new SlowlyClosingEngine(release));
        var first = Task.Run(
            () => isFirstAsynchronous ? generator.DisposeAsync().AsTask() : Task.Run(generator.Dispose, Cancellation), Cancellation);
        await Task.Delay(20, Cancellation);
        var second = Task.Run(generator.Dispose, Cancellation);
        var third = Task.Run(() => generator.DisposeAsync().AsTask(), Cancellation);
        await Task.Delay(50, Cancellation);
        Assert.False(first.IsCompleted || second.IsCompleted || third.IsCompleted);
        release.Set();
        await Task.WhenAll(first, second, third).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    [Fact]
    public void A_generator_may_leave_its_engine_open()
    {
        var engine = new FakeEmbeddingEngine();
        new Qwen3EmbeddingGenerator(engine, leaveEngineOpen: true).Dispose();
        Assert.Equal(0, engine.DisposeCount);
    }

    [Fact]
    public void Services_are_found_as_Microsoft_Extensions_AI_expects()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Same(generator, generator.GetService(typeof(object)));
        Assert.Same(generator, generator.GetRequiredService<Qwen3EmbeddingGenerator>());
        Assert.Same(engine, generator.GetService<IEmbeddingEngine>());
        Assert.Same(engine.Description, generator.GetService<EngineDescription>());
        Assert.Null(generator.GetService<string>());
        Assert.Null(generator.GetService(typeof(Qwen3EmbeddingGenerator), "key"));
        Assert.Throws<ArgumentNullException>(() => generator.GetService(null!));
        var view = generator.AsQueryGenerator();
        Assert.Same(view, view.GetService<Qwen3EmbeddingGenerator>());
    }

    [Fact]
    public void Metadata_tells_provider_model_and_width()
    {
        using var generator = new Qwen3EmbeddingGenerator(
            new FakeEmbeddingEngine { Description = new("p", "m") { Dimensions = 64, Endpoint = new Uri("http://host/") } });
        var metadata = generator.GetRequiredService<EmbeddingGeneratorMetadata>();
        Assert.Equal(
            ("p", "m", 64, new Uri("http://host/")),
            (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions, metadata.ProviderUri));
        using var narrow = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine(), new() { Dimensions = 32 });
        Assert.Equal(32, narrow.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions);
    }

    private sealed class SlowlyClosingEngine(ManualResetEventSlim release) : IEmbeddingEngine
    {
        public EngineDescription Description { get; } = new("qwen3.fake", "fake-model") { Dimensions = 64 };

        public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
            IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType) => null;

        public void Dispose() => release.Wait(TimeSpan.FromMinutes(1));
    }
}
