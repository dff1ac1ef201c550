using System.Text.Json;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Transformer;

/// <summary>The bundled models against what <c>reference_qwen3.py</c> gave for them in double precision.</summary>
public class ReferenceAgreementTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(
        File.ReadAllBytes(TestData.File("tests", "data", "reference", "bundled-models.json"))).RootElement;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names() => [.. Golden.GetProperty("texts").EnumerateObject().Select(text => text.Name)];

    [Fact]
    public void The_texts_are_of_every_kind() =>
        Assert.Equal(
            ["english", "chinese", "code", "emoji", "empty", "long"],
            Golden.GetProperty("texts").EnumerateObject().Select(text => text.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Documents_and_queries_embed_as_the_reference_does(string name)
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var text = Text(name);
        var document = await generator.GenerateAsync([text], cancellationToken: Cancellation);
        var query = await generator.AsQueryGenerator().GenerateAsync([text], cancellationToken: Cancellation);
        VectorAssert.SameDirection(Golden.GetProperty("documents").GetProperty(name).Deserialize<double[]>()!, document[0].Vector);
        VectorAssert.SameDirection(Golden.GetProperty("queries").GetProperty(name).Deserialize<double[]>()!, query[0].Vector);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Documents_score_as_the_reference_does(string name)
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var query = Golden.GetProperty("rerank_query").GetString()!;
        var instruction = Golden.GetProperty("other_instruction").GetString()!;
        var results = await reranker.RerankAsync(query, [Text(name)], cancellationToken: Cancellation);
        var other = await reranker.RerankAsync(query, [Text(name)], new() { Instruction = instruction }, Cancellation);
        Assert.Equal(Golden.GetProperty("rerank_default").GetProperty(name).GetDouble(), results[0].Score, 1e-4);
        Assert.Equal(Golden.GetProperty("rerank_other").GetProperty(name).GetDouble(), other[0].Score, 1e-4);
    }

    [Fact]
    public async Task A_Chinese_query_scores_as_the_reference_does()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var results = await reranker.RerankAsync(
            Golden.GetProperty("chinese_query").GetString()!, [Text("chinese")], cancellationToken: Cancellation);
        Assert.Equal(Golden.GetProperty("chinese_pair").GetDouble(), results[0].Score, 1e-4);
    }

    [Fact]
    public void The_long_text_has_3000_tokens()
    {
        using var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile);
        Assert.Equal(3000, model.Tokenizer.CountTokens(Text("long")));
    }

    private static string Text(string name) => Golden.GetProperty("texts").GetProperty(name).GetString()!;
}
