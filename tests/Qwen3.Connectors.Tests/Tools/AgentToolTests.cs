using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tests.Embedding;
using Qwen3.Connectors.Tests.Reranking;

namespace Qwen3.Connectors.Tests.Tools;

public class AgentToolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<object> Lists =>
    [
        new string[] { "a1", "b3" },
        new List<object> { "a1", "b3" },
        JsonElement.Parse("""["a1","b3"]"""),
        new JsonArray("a1", "b3"),
        """["a1","b3"]""",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Rerank_orders_documents_of_every_argument_type(object documents)
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var function = AgentTools.CreateRerankFunction(reranker);
        var result = await function.InvokeAsync(new() { ["query"] = "q", ["documents"] = documents }, Cancellation);
        Assert.Equal(
            """[{"index":1,"score":0.3,"text":"b3"},{"index":0,"score":0.1,"text":"a1"}]""",
            Assert.IsType<JsonElement>(result).GetRawText());
    }

    [Fact]
    public async Task A_top_n_argument_overrides_the_options()
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var function = AgentTools.CreateRerankFunction(reranker, new() { TopN = 2 });
        var arguments = new AIFunctionArguments { ["query"] = "q", ["documents"] = new[] { "a1", "b3", "c2" } };
        Assert.Equal(2, ((JsonElement)(await function.InvokeAsync(arguments, Cancellation))!).GetArrayLength());
        foreach (var one in new object[] { 1, 1L, "1", JsonElement.Parse("1") })
        {
            arguments["topN"] = one;
            Assert.Equal(1, ((JsonElement)(await function.InvokeAsync(arguments, Cancellation))!).GetArrayLength());
        }
    }

    [Theory]
    [InlineData("""{"documents":["a"]}""", "'query' is missing")]
    [InlineData("""{"query":null,"documents":["a"]}""", "'query' is")]
    [InlineData("""{"query":"canary","documents":"canary"}""", "'documents' is of another kind")]
    [InlineData("""{"query":"canary","documents":["canary",1]}""", "'documents' is of another kind")]
    [InlineData("""{"query":"canary","documents":"[canary"}""", "'documents' is of another kind")]
    [InlineData("""{"query":"canary","documents":["canary"],"topN":"canary"}""", "'topN' is of another kind")]
    [InlineData("""{"query":"canary","documents":["canary"],"topN":0}""", "'topN' is of another kind")]
    public async Task Invalid_arguments_are_named_without_their_values(string json, string expected)
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var properties = JsonElement.Parse(json).EnumerateObject();
        var arguments = new AIFunctionArguments(properties.ToDictionary(property => property.Name, property => (object?)property.Value));
        var function = AgentTools.CreateRerankFunction(reranker);
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => function.InvokeAsync(arguments, Cancellation).AsTask());
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Similarity_compares_all_texts_under_one_instruction()
    {
        var engine = new FakeEmbeddingEngine();
        using var generator = new Qwen3EmbeddingGenerator(engine);
        var function = AgentTools.CreateSimilarityFunction(generator);
        var result = (JsonElement)(await function.InvokeAsync(new() { ["text"] = "a", ["others"] = new[] { "a", "b" } }, Cancellation))!;
        Assert.Equal(1, result[0].GetDouble(), 1e-4);
        Assert.Equal(2, result.GetArrayLength());
        Assert.All(
            engine.Prompts,
            prompt => Assert.StartsWith("Instruct: Retrieve semantically similar text\nQuery:", prompt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Similarity_on_the_bundled_model_finds_the_nearer_meaning()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var arguments = new AIFunctionArguments
        {
            ["text"] = "a small sweet cake",
            ["others"] = new[] { "a network protocol", "a sweet biscuit" },
        };
        var result = (JsonElement)(await AgentTools.CreateSimilarityFunction(generator).InvokeAsync(arguments, Cancellation))!;
        Assert.True(result[1].GetDouble() > result[0].GetDouble());
    }

    [Fact]
    public async Task Embed_returns_the_vector_of_the_role()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var function = AgentTools.CreateEmbedFunction(generator);
        foreach (var (role, expected) in new[] { ("query", generator.AsQueryGenerator()), ("document", generator) })
        {
            var vector = await expected.GenerateVectorAsync("gravity", new() { Dimensions = 64 }, Cancellation);
            var arguments = new AIFunctionArguments { ["text"] = "gravity", ["role"] = role, ["dimensions"] = "64" };
            var result = (JsonElement)(await function.InvokeAsync(arguments, Cancellation))!;
            Assert.Equal(vector.ToArray(), result.EnumerateArray().Select(value => value.GetSingle()));
        }

        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => function.InvokeAsync(new() { ["text"] = "a", ["role"] = "canary" }, Cancellation).AsTask());
        Assert.Contains("expected one of query, document", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_name_the_arguments_of_the_functions()
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine());
        Assert.Equal(["query", "documents", "topN"], Names(AgentTools.CreateRerankFunction(reranker)));
        Assert.Equal(["text", "others"], Names(AgentTools.CreateSimilarityFunction(generator)));
        Assert.Equal(["text", "role", "dimensions"], Names(AgentTools.CreateEmbedFunction(generator)));

        static IEnumerable<string> Names(AIFunction function) =>
            function.JsonSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
    }
}
