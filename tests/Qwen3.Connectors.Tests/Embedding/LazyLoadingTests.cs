using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>Generators and rerankers on a path, whose file is opened when it is needed.</summary>
public sealed class LazyLoadingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_needed_at_the_first_use_only()
    {
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = _path });
        using var queries = generator.AsQueryGenerator();
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Null(generator.GetService<string>());
        await Assert.ThrowsAsync<FileNotFoundException>(() => queries.GenerateAsync(["a"], cancellationToken: Cancellation));

        File.Copy(GoldenModels.EmbeddingFile, _path);
        Assert.Null(generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions);
        Assert.Equal(256, (await generator.GetDescriptionAsync(Cancellation)).Dimensions);
        Assert.Equal(256, generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions);
        var golden = GoldenModels.Load();
        var vector = await queries.GenerateVectorAsync(golden.Queries[0], cancellationToken: Cancellation);
        Assert.Equal(golden.QueryEmbeddings[0][0], vector.Span[0], 1e-5);
    }

    [Fact]
    public async Task Many_first_callers_open_it_once()
    {
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = GoldenModels.EmbeddingFile });
        Assert.Null(generator.GetService<EmbeddingModel>());
        var models = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            async () =>
            {
                await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
                return generator.GetRequiredService<EmbeddingModel>();
            },
            Cancellation)));
        Assert.All(models, model => Assert.Same(models[0], model));
    }

    [Fact]
    public async Task A_cold_burst_of_calls_blocks_no_thread()
    {
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = GoldenModels.EmbeddingFile });

        // All on this thread: a call that waited for the model would have it open when it returns.
        var calls = Enumerable.Range(0, 200).Select(_ => generator.GenerateAsync(["a"], cancellationToken: Cancellation)).ToArray();
        Assert.Null(generator.GetService<EmbeddingModel>());
        Assert.All(await Task.WhenAll(calls), embeddings => Assert.Single(embeddings));
        Assert.NotNull(generator.GetService<EmbeddingModel>());
    }

    [Fact]
    public async Task Loading_asynchronously_gives_an_open_model_and_its_faults_at_once()
    {
        await using var generator = await Qwen3EmbeddingGenerator.LoadAsync(GoldenModels.EmbeddingFile,
            new() { Inference = { ThreadCount = 1 } }, cancellationToken: Cancellation);
        Assert.Equal(256, generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions);
        await using var reranker = await Qwen3Reranker.LoadAsync(GoldenModels.RerankerFile, cancellationToken: Cancellation);
        Assert.Single(await reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Qwen3EmbeddingGenerator.LoadAsync(_path + ".gguf",
            cancellationToken: Cancellation));
        await Assert.ThrowsAnyAsync<InvalidModelException>(() => Qwen3Reranker.LoadAsync(GoldenModels.EmbeddingFile,
            cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Qwen3EmbeddingGenerator.LoadAsync(GoldenModels.EmbeddingFile, new() { Dimensions = 257 },
                cancellationToken: Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Qwen3Reranker.LoadAsync(GoldenModels.RerankerFile, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Disposed_before_its_first_use_it_never_opens()
    {
        var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = GoldenModels.EmbeddingFile });
        var queries = generator.AsQueryGenerator();
        generator.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queries.GenerateAsync(["a"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await queries.CountTokensAsync("a", Cancellation));
    }

    [Fact]
    public async Task Dimensions_beyond_the_model_are_refused_when_it_is_open()
    {
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = GoldenModels.EmbeddingFile, Dimensions = 257 });
        var exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => generator.GenerateAsync(["a"], cancellationToken: Cancellation));
        Assert.Contains("32 to 256", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reranker_opens_its_file_at_the_first_use_too()
    {
        using var reranker = Qwen3Reranker.Create(new() { ModelPath = _path });
        await Assert.ThrowsAsync<FileNotFoundException>(() => reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation));
        File.Copy(GoldenModels.RerankerFile, _path);
        Assert.Single(await reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation));
        Assert.Equal(
            reranker.GetRequiredService<Qwen3Tokenizer>().CountTokens("two words"),
            await reranker.CountTokensAsync("two words", Cancellation));
    }

    public void Dispose() => File.Delete(_path);
}
