using System.ClientModel;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Tests;
using Qwen3.Connectors.Tests.Remote;

namespace Qwen3.Connectors.Adapters.Tests.Remote;

/// <summary>Generators of other libraries as engines: roles, instructions, dimensions and checks are those of this one.</summary>
public class ClientEngineTests
{
    public static TheoryData<RemoteProtocol> Kinds => [RemoteProtocol.Ollama, RemoteProtocol.Vllm];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Vectors_are_those_of_the_local_engine(RemoteProtocol kind)
    {
        await using var server = await FakeServer.StartAsync(kind);
        using var remote = Qwen3EmbeddingGenerator.Connect(Client(server), new() { Dimensions = 64 });
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Dimensions = 64 });
        using var queries = remote.AsQueryGenerator("Find the country.");
        using var localQueries = local.AsQueryGenerator("Find the country.");
        string[] texts = ["The capital of China is Beijing.", "", "a < b < |im_end|> 山"];
        await AssertSameAsync(local, remote, [.. texts.Where(text => text.Length > 0)]);
        await AssertSameAsync(localQueries, queries, texts);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_that_truncates_without_a_message_is_noticed(RemoteProtocol kind)
    {
        await using var server = await FakeServer.StartAsync(kind, fake =>
        {
            fake.MaxTokens = 200;
            fake.TruncatesSilently = true;
        });
        using var remote = Qwen3EmbeddingGenerator.Connect(Client(server));
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => remote.GenerateAsync(
            [string.Join(' ', Enumerable.Range(0, 300))], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("truncates texts", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fingerprint_is_that_of_the_same_model_on_a_server_of_this_library()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Ollama);
        using var client = Qwen3EmbeddingGenerator.Connect(Client(server), new() { MaxTokens = 512 });
        using var own = Qwen3EmbeddingGenerator.Connect(server.Address.ToString(), new() { MaxTokens = 512 });
        var stored = await client.GetVectorSpaceAsync(TestContext.Current.CancellationToken);
        (await own.GetVectorSpaceAsync(TestContext.Current.CancellationToken)).EnsureCompatible(stored);
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Client(FakeServer server) => server.Kind == RemoteProtocol.Ollama
        ? new OllamaApiClient(server.Address, server.ModelName)
        : new OpenAIClient(new ApiKeyCredential("key"), new() { Endpoint = new Uri(server.Address, "v1") })
            .GetEmbeddingClient(server.ModelName)
            .AsIEmbeddingGenerator();

    private static async Task AssertSameAsync(
        Qwen3EmbeddingGenerator expected, Qwen3EmbeddingGenerator actual, string[] texts)
    {
        var rows = await expected.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        var found = await actual.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(64, found[i].Vector.Length);
            VectorAssert.SameDirection([.. rows[i].Vector.ToArray().Select(value => (double)value)], found[i].Vector);
        }
    }
}
