using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Models.Verification;

namespace Qwen3.Connectors.Tests.Loading;

/// <summary>One decision says whether a file is an embedding model or a reranker, from its structure first.</summary>
public class ModelKindTests
{
    [Theory]
    [InlineData("Qwen3 Embedding for rerank pipelines", "model.gguf")]
    [InlineData("Qwen3 Reranker", "model.gguf")]
    [InlineData("Qwen3 Embedding", "qwen3-reranker.gguf")]
    public async Task An_embedding_file_loads_whatever_its_names_are(string name, string fileName)
    {
        var content = Named(new TinyQwen3(), name);
        using var file = new TemporaryFile(content, fileName);
        using var model = EmbeddingModel.Load(file.Path);
        Assert.Empty(model.Description.Notes);
        Assert.Equal((ModelKind.Embedding, ModelKind.Embedding), (model.Description.Kind!.Value, ModelDescription.Read(file.Path).Kind!.Value));
        var result = await Verified.FileAsync(file.Path);
        Assert.True(result.Passed);
        Assert.Equal("an embedding model", result.Check("kind").Found);
    }

    [Theory]
    [InlineData("Qwen3 Embedding Reranker")]
    [InlineData("Reranker for embeddings")]
    public async Task A_causal_reranker_named_after_an_embedding_model_loads_as_a_reranker(string name)
    {
        var content = Named(new TinyQwen3(new() { PoolingType = null, AddEosToken = null, EosIsImEnd = true }), name);
        using var file = new TemporaryFile(content, "qwen3-embedding.gguf");
        using var model = RerankerModel.Load(file.Path);
        Assert.Equal((ModelKind.Reranker, ModelKind.Reranker), (model.Description.Kind!.Value, ModelDescription.Read(file.Path).Kind!.Value));
        Assert.Equal("a reranker", (await Verified.FileAsync(file.Path)).Check("kind").Found);
        Assert.Contains("load it as a reranker", Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path).Dispose()).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_whose_names_say_nothing_has_no_kind_and_is_what_it_is_loaded_as()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { PoolingType = null }).ToArray(), "qwen3-reranker-embedding.gguf");
        Assert.Null(ModelDescription.Read(file.Path).Kind);
        using var embedding = EmbeddingModel.Load(file.Path);
        using var reranker = RerankerModel.Load(file.Path);
        Assert.Equal((ModelKind.Embedding, ModelKind.Reranker), (embedding.Description.Kind!.Value, reranker.Description.Kind!.Value));
    }

    [Fact]
    public void A_file_that_pools_otherwise_is_refused_for_both_uses()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { PoolingType = 1 }).ToArray());
        Assert.Contains("pooling_type = 1", Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path).Dispose()).Found, StringComparison.Ordinal);
        Assert.Contains("pooling_type = 1", Assert.Throws<InvalidModelException>(() => RerankerModel.Load(file.Path).Dispose()).Found, StringComparison.Ordinal);
    }

    private static byte[] Named(TinyQwen3 tiny, string name)
    {
        var rewriter = new GgufRewriter(tiny).WithoutKey("general.name");
        rewriter.Writer.Put("general.name", name);
        return rewriter.ToArray();
    }
}
