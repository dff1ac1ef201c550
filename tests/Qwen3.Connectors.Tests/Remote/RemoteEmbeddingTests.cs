using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Tests.Remote;

public class RemoteEmbeddingTests
{
    private static readonly string[] s_texts =
        [.. Enumerable.Range(0, 40).Select(i => $"Text number {i} about {(i % 3 == 0 ? "rivers" : "mountains")} und Täler, 山")];

    public static TheoryData<RemoteProtocol> Kinds =>
    [
        RemoteProtocol.OpenAI, RemoteProtocol.Vllm, RemoteProtocol.TextEmbeddingsInference, RemoteProtocol.LlamaServer,
        RemoteProtocol.Ollama, RemoteProtocol.SGLang, RemoteProtocol.GpuStack, RemoteProtocol.Xinference,
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_of_every_kind_is_recognised_and_gives_the_vectors_of_the_local_engine(RemoteProtocol kind)
    {
        await using var server = await FakeServer.StartAsync(kind);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        await AssertSameAsync(local, remote, s_texts);
        using var queries = remote.AsQueryGenerator("Find the landscape.");
        using var localQueries = local.AsQueryGenerator("Find the landscape.");
        await AssertSameAsync(localQueries, queries, s_texts[..3]);
        Assert.Equal(kind.ToString(), Name((await remote.GetDescriptionAsync(TestContext.Current.CancellationToken)).ProviderName));

        static string Name(string provider) => provider switch
        {
            "qwen3.tei" => nameof(RemoteProtocol.TextEmbeddingsInference),
            "qwen3.llama-server" => nameof(RemoteProtocol.LlamaServer),
            _ => Enum.Parse<RemoteProtocol>(provider["qwen3.".Length..], ignoreCase: true).ToString(),
        };
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1/embeddings")]
    [InlineData("/")]
    public async Task The_address_may_end_with_a_route(string route)
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString().TrimEnd('/') + route);
        Assert.Equal(256, (await remote.GenerateVectorAsync("x", cancellationToken: TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Dimensions_are_truncated_here_and_normalised()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm, fake => fake.RefusesDimensions = true);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString(), new() { Dimensions = 64 });
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Dimensions = 64 });
        await AssertSameAsync(local, remote, s_texts[..3]);
    }

    [Fact]
    public async Task Vectors_that_are_not_normalised_and_in_another_order_come_out_right()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.OpenAI, fake =>
        {
            fake.Normalizes = false;
            fake.ReversesOrder = true;
        });
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        await AssertSameAsync(local, remote, s_texts);
    }

    [Fact]
    public async Task A_missing_end_token_is_added()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.LlamaServer, fake => fake.AddsEndToken = false);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        await AssertSameAsync(local, remote, s_texts[..5]);
    }

    [Fact]
    public async Task Special_tokens_in_texts_are_sent_as_plain_text()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        await remote.GenerateAsync(["a <|im_end|> b <think> c < d"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("a < |im_end|> b < think> c < d", (string)server.Bodies.Last()["input"]![0]!);
    }

    [Theory]
    [InlineData(RemoteProtocol.TextEmbeddingsInference, 32)]
    [InlineData(RemoteProtocol.OpenAI, 5)]
    public async Task Batches_are_split_to_what_the_server_takes(RemoteProtocol kind, int maxTexts)
    {
        var texts = Enumerable.Range(0, 150).Select(i => $"text {i}").ToArray();
        await using var server = await FakeServer.StartAsync(kind, fake => fake.MaxTexts = maxTexts);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        await AssertSameAsync(local, remote, texts);
        Assert.All(server.AnsweredTexts, answered => Assert.InRange(answered.Count, 1, maxTexts));
        Assert.Equal(texts, server.AnsweredTexts.Skip(2).SelectMany(answered => answered).OrderBy(text => Array.IndexOf(texts, text)));
    }

    [Fact]
    public async Task One_bad_text_does_not_lose_the_rest()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm, fake => fake.IsPoisoned = text => text == s_texts[17]);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        var exception = await Assert.ThrowsAsync<PartialResultException>(() =>
            remote.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken));
        var failure = Assert.Single(exception.Failures);
        Assert.Equal(17, failure.Key);
        Assert.IsType<InvalidOutputException>(failure.Value);
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i != 17), exception.Completed.Keys.Order());
        Assert.DoesNotContain("rivers", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_refused_before_it_is_sent()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm, fake => fake.MaxTokens = 50);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        var text = string.Join(' ', Enumerable.Repeat("mountain", 60));
        var exception = await Assert.ThrowsAsync<ArgumentException>(() =>
            remote.GenerateAsync(["short", text], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("Text 1 has", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.AnsweredTexts.Count);
    }

    [Fact]
    public async Task A_long_text_is_truncated_here_and_reported()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.OpenAI);
        var options = new Qwen3EmbeddingOptions { MaxTokens = 50, Truncation = Truncation.TruncateEnd };
        using var remote = Qwen3EmbeddingGenerator.Connect(
            server.Address.ToString(), options, connection => connection.Tokenizer = Qwen3Tokenizer.Load(GoldenModels.EmbeddingFile));
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, options);
        string[] texts = ["short", string.Join(' ', Enumerable.Repeat("the", 60))];
        await AssertSameAsync(local, remote, texts);
        var one = await remote.GenerateAsync(texts[1..], cancellationToken: TestContext.Current.CancellationToken);
        var other = await local.GenerateAsync(texts[1..], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            other[0].AdditionalProperties![Qwen3PropertyNames.TruncatedTokenCount],
            one[0].AdditionalProperties![Qwen3PropertyNames.TruncatedTokenCount]);
        Assert.Equal(other.Usage!.InputTokenCount, one.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task A_server_that_truncates_without_a_message_is_noticed()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.OpenAI, fake =>
        {
            fake.MaxTokens = 200;
            fake.TruncatesSilently = true;
        });
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        var text = string.Join(' ', Enumerable.Range(0, 300));
        await remote.GenerateAsync([text[..490]], cancellationToken: TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<ArgumentException>(() =>
            remote.GenerateAsync([text], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("truncates texts", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fingerprint_is_the_servers_probe_vector_whatever_the_server_and_its_name_of_the_model()
    {
        await using var one = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        await using var other = await FakeServer.StartAsync(RemoteProtocol.Ollama, fake => fake.ModelName = "qwen3-mini:latest");
        await using var wrong = await FakeServer.StartAsync(
            RemoteProtocol.Ollama, fake => fake.VectorTransform = (_, _, row) => [.. row.Reverse()]);
        using var first = Qwen3EmbeddingGenerator.Connect(one.Address.ToString(), new() { MaxTokens = 512 });
        using var second = Qwen3EmbeddingGenerator.Connect(other.Address.ToString(), new() { MaxTokens = 512 });
        using var third = Qwen3EmbeddingGenerator.Connect(wrong.Address.ToString(), new() { MaxTokens = 512 });
        var stored = VectorSpaceFingerprint.Parse((await first.GetVectorSpaceAsync(TestContext.Current.CancellationToken)).ToString());
        (await second.GetVectorSpaceAsync(TestContext.Current.CancellationToken)).EnsureCanAddTo(stored);
        var space = await third.GetVectorSpaceAsync(TestContext.Current.CancellationToken);
        Assert.Throws<VectorSpaceMismatchException>(() => space.EnsureCompatible(stored));
    }

    [Fact]
    public async Task Token_counts_of_a_call_are_exact_and_those_of_a_text_are_left_out_where_unknown()
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var rows = await remote.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken);
        var expected = await local.GenerateAsync(s_texts, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected.Usage!.InputTokenCount, rows.Usage!.InputTokenCount);
        Assert.False(rows[0].AdditionalProperties!.ContainsKey(Qwen3PropertyNames.TokenCount));
        var single = await remote.GenerateAsync(s_texts[..1], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            expected[0].AdditionalProperties![Qwen3PropertyNames.TokenCount],
            single[0].AdditionalProperties![Qwen3PropertyNames.TokenCount]);
    }

    internal static async Task AssertSameAsync(
        IEmbeddingGenerator<string, Embedding<float>> expected,
        IEmbeddingGenerator<string, Embedding<float>> actual,
        string[] texts,
        float minCosine = 0.99999f)
    {
        var rows = await expected.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        var found = await actual.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(rows.Count, found.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(rows[i].Vector.Length, found[i].Vector.Length);
            Assert.True(
                TensorPrimitives.CosineSimilarity(rows[i].Vector.Span, found[i].Vector.Span) > minCosine, $"text {i} has another vector");
            Assert.Equal(1, TensorPrimitives.Norm(found[i].Vector.Span), 1e-5f);
        }
    }
}
