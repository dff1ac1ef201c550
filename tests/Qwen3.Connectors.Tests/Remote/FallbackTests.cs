using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Engines;
using Qwen3.Connectors.Tests.Embedding;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>A model in this process while the server is down, and the other way about, within one vector space.</summary>
public class FallbackTests
{
    private static readonly string[] s_texts = ["The capital of China is Beijing.", "Explain gravity"];

    [Fact]
    public async Task The_local_model_takes_over_when_the_server_is_down()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        using var remote = Connect(server);
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        await RemoteEmbeddingTests.AssertSameAsync(local, remote, s_texts);
        await server.KillAsync();
        await RemoteEmbeddingTests.AssertSameAsync(local, remote, s_texts);
        await server.StartAsync();
        var before = server.AnsweredTexts.Count;
        await RemoteEmbeddingTests.AssertSameAsync(local, remote, s_texts);
        Assert.True(server.AnsweredTexts.Count > before);
    }

    [Fact]
    public async Task A_local_model_of_another_vector_space_is_not_used()
    {
        await using var server = await FakeServer.StartAsync(
            RemoteProtocol.Vllm, fake => fake.VectorTransform = (_, _, row) => [.. row.Reverse()]);
        using var remote = Connect(server);
        await remote.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken);
        await server.KillAsync();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            remote.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("fallback is not used", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fallback_that_was_never_compared_is_not_used()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        await server.KillAsync();
        using var remote = Connect(server);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            remote.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken));
        Assert.IsType<ServerUnavailableException>(exception.InnerException);
    }

    [Fact]
    public async Task With_the_local_model_first_the_server_takes_what_it_has_no_capacity_for()
    {
        var isOverloaded = false;
        var local = new FakeEmbeddingEngine(8)
        {
            Spoil = (_, row) => isOverloaded ? throw new EngineOverloadedException(9, 1, 9) : row,
        };
        var server = new FakeEmbeddingEngine(8);
        using var generator = new Qwen3EmbeddingGenerator(new FallbackEmbeddingEngine(local, server), options: null);
        await generator.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(server.Prompts);
        isOverloaded = true;
        await generator.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(s_texts, server.Prompts[^2..]);
    }

    [Fact]
    public async Task A_local_reranker_takes_over_when_the_server_is_down()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        var options = new RemoteOptions { FallbackModel = GoldenModels.RerankerFile, MaxRetries = 0 };
        options.Endpoints.Add(server.Address);
        using var remote = Qwen3Reranker.Connect(options);
        var expected = await remote.RerankAsync("Where is Beijing?", s_texts, cancellationToken: TestContext.Current.CancellationToken);
        await server.KillAsync();
        var found = await remote.RerankAsync("Where is Beijing?", s_texts, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected.Select(result => result.Index), found.Select(result => result.Index));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4));
    }

    private static Qwen3EmbeddingGenerator Connect(FakeServer server) => Qwen3EmbeddingGenerator.Connect(
        server.Address.ToString(),
        configure: options =>
        {
            options.FallbackModel = GoldenModels.EmbeddingFile;
            options.MaxRetries = 0;
        });
}
