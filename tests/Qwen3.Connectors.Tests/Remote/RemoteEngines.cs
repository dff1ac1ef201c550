using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Engines;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>Generators on fake servers of cheap vectors, and the comparison of their rows.</summary>
internal static class RemoteEngines
{
    public static Task<FakeServer> StartAsync(RemoteProtocol kind = RemoteProtocol.Vllm, Action<FakeServer>? configure = null) =>
        FakeServer.StartAsync(kind, server =>
        {
            server.IsCheap = true;
            configure?.Invoke(server);
        });

    public static Qwen3EmbeddingGenerator Connect(TimeProvider? time, Action<RemoteOptions>? configure, params FakeServer[] servers)
    {
        var options = new RemoteOptions();
        foreach (var server in servers)
        {
            options.Endpoints.Add(server.Address);
        }

        configure?.Invoke(options);
        return new Qwen3EmbeddingGenerator(new RemoteEmbeddingEngine(options, time: time), options: null);
    }

    /// <summary>Embeds and checks that each text has the vector of its own.</summary>
    public static async Task EmbedAsync(Qwen3EmbeddingGenerator generator, params IReadOnlyList<string> texts)
    {
        var rows = await generator.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        AssertCheap(texts, rows);
    }

    public static void AssertCheap(IReadOnlyList<string> texts, IReadOnlyList<Embedding<float>> rows)
    {
        Assert.Equal(texts.Count, rows.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            var cosine = TensorPrimitives.CosineSimilarity(FakeModel.EmbedCheaply(texts[i]), rows[i].Vector.Span);
            Assert.True(cosine > 0.9999f, $"text {i} has the vector of another one");
        }
    }

    public static async Task WaitUntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 1000, "what the test waits for did not happen");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
