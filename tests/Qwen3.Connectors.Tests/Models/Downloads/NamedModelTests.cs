using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Hosting;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Generators, rerankers and hosts with a catalog name instead of a path.</summary>
public sealed class NamedModelTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_generator_has_metadata_before_the_download_and_downloads_with_the_first_text()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = "qwen3-embedding:0.6b" }, _folder.Store(server));
        using var queries = generator.AsQueryGenerator();
        var before = generator.GetRequiredService<EmbeddingGeneratorMetadata>();
        Assert.Equal((StoreFolder.Name, 1024), (before.DefaultModelId, before.DefaultModelDimensions));
        Assert.Equal(32768, generator.GetRequiredService<EngineDescription>().ContextLength);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => generator.GenerateAsync(["a"], new() { Dimensions = 1025 }, Cancellation));
        Assert.Empty(server.Requests);

        var golden = GoldenModels.Load();
        var vector = await queries.GenerateVectorAsync(golden.Queries[0], cancellationToken: Cancellation);
        Assert.All(golden.QueryEmbeddings[0].Zip(vector.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Single(server.Requests);

        // The server sent a smaller model than the catalog says: from now on the numbers of the file apply.
        var after = generator.GetRequiredService<EmbeddingGeneratorMetadata>();
        Assert.Equal((StoreFolder.Name, 256), (after.DefaultModelId, after.DefaultModelDimensions));
    }

    [Fact]
    public async Task A_reranker_downloads_with_the_first_documents()
    {
        await using var server = FaultyServer.Of(await File.ReadAllBytesAsync(GoldenModels.RerankerFile, Cancellation));
        using var reranker = Qwen3Reranker.Create(new() { ModelPath = "Qwen3-Reranker-0.6B" }, _folder.Store(server));
        Assert.Equal("Qwen3-Reranker-0.6B:Q8_0", ((EngineDescription)reranker.GetService(typeof(EngineDescription))!).ModelId);
        Assert.Empty(server.Requests);
        var golden = GoldenModels.Load();
        var ranking = await reranker.RerankAsync(golden.Queries[0], [golden.Documents[0]], cancellationToken: Cancellation);
        Assert.Equal(golden.YesProbabilities[0][0], ranking[0].Score, 1e-4);
    }

    [Fact]
    public async Task A_failed_download_is_reported_to_its_caller_and_repeated_by_the_next_caller()
    {
        await using var server = new FaultyServer(
            request => request.Number == 0 ? ServerAnswer.Failure(404) : ServerAnswer.File(request, StoreFolder.File, "\"tag\""));
        using var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = StoreFolder.Name }, _folder.Store(server));
        await Assert.ThrowsAsync<ModelDownloadException>(() => generator.GenerateAsync(["a"], cancellationToken: Cancellation));
        Assert.Single(await generator.GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_caller_can_cancel_its_wait_and_disposal_stops_the_download()
    {
        var isAsked = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        await using var server = new FaultyServer(request =>
        {
            isAsked.SetResult();
            return ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { Before = never.Task };
        });
        var generator = Qwen3EmbeddingGenerator.Create(new() { ModelPath = StoreFolder.Name }, _folder.Store(server));
        using var cancellation = new CancellationTokenSource();
        var cancelled = generator.GenerateAsync(["a"], cancellationToken: cancellation.Token);
        var waiting = generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        await isAsked.Task.WaitAsync(Cancellation);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);
        generator.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_host_starts_with_a_name_logs_the_download_and_becomes_ready()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        await using var host = TestHost.BuildServices(services => services
            .Configure<ModelStoreOptions>(options =>
            {
                (options.Folder, options.Endpoint) = (_folder.Path, server.Address);
                (options.ReadEnvironment, options.RequireModel) = (_folder.ReadVariable, StoreFolder.RequireKind);
            })
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = "qwen3-embedding:0.6b").Services
            .AddKeyedQwen3EmbeddingGenerator("same", options => options.ModelPath = StoreFolder.Name));
        var generator = host.Services.GetRequiredService<IEmbeddingGenerator>();
        Assert.Equal(StoreFolder.Name, generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelId);
        Assert.Empty(server.Requests);
        await host.StartAndWarmUpAsync();
        Assert.Single(server.Requests);
        var logged = Assert.Single(host.Logs.Of(eventId: 15));
        Assert.Contains(StoreFolder.Name, logged.Message, StringComparison.Ordinal);
        Assert.Contains($"{server.Address}", logged.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Target, logged.Message, StringComparison.Ordinal);
        Assert.Single(host.Logs.Of(eventId: 7));
        Assert.Same(generator.GetRequiredService<EmbeddingModel>(),
            host.Services.GetRequiredKeyedService<IEmbeddingGenerator>("same").GetRequiredService<EmbeddingModel>());
    }

    [Fact]
    public async Task A_host_without_its_model_starts_and_logs_why_it_is_not_ready()
    {
        await using var host = TestHost.BuildServices(services => services
            .Configure<ModelStoreOptions>(options =>
                (options.Folder, options.Offline, options.ReadEnvironment) = (_folder.Path, true, _folder.ReadVariable))
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = "qwen3-embedding:8b-f16"));
        await host.StartAndWarmUpAsync();
        var fault = Assert.Single(host.Logs.Of(eventId: 6)).Exception;
        Assert.Equal(ModelDownloadFailure.Offline, Assert.IsType<ModelDownloadException>(fault).Failure);
        Assert.Single(host.Logs.Of(eventId: 4));
    }

    public void Dispose() => _folder.Dispose();
}
