using System.Text.Json;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Estimation;

public class ModelDescriptionTests
{
    [Fact]
    public void A_header_alone_tells_what_the_loaded_model_tells()
    {
        using var embedding = EmbeddingModel.Load(GoldenModels.EmbeddingFile);
        Assert.Equal(JsonSerializer.Serialize(embedding.Description), JsonSerializer.Serialize(ModelDescription.Read(GoldenModels.EmbeddingFile)));
        using var reranker = RerankerModel.Load(GoldenModels.RerankerFile);
        Assert.Equal(JsonSerializer.Serialize(reranker.Description), JsonSerializer.Serialize(ModelDescription.Read(GoldenModels.RerankerFile)));
    }

    [Fact]
    public void The_parts_of_a_file_make_up_its_length()
    {
        var model = ModelDescription.Read(GoldenModels.EmbeddingFile);
        var rest = model.FileBytes - model.HeaderBytes!.Value - model.LayerBytes!.Value - model.TokenEmbeddingBytes!.Value;
        Assert.InRange(rest, sizeof(float) * model.Shape.HiddenSize, 5000);
        Assert.Equal(model.LayerParameterCount, model.LayerWeightTypes.Values.Sum());
        Assert.Equal(model.LayerParameterCount, model.Shape.LayerParameterCount);
    }

    [Fact]
    public void The_weights_of_a_large_file_are_not_read()
    {
        using var file = new TemporaryFile();
        HeaderOnlyModel.Save(HeaderOnlyModel.Largest, file.Path);
        var heap = GC.GetAllocatedBytesForCurrentThread();
        var model = ModelDescription.Read(file.Path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - heap, 0, 4 << 20);
        Assert.InRange(model.FileBytes, 4_000_000_000, 5_000_000_000);
        Assert.Equal(HeaderOnlyModel.Largest.LayerParameterCount, model.LayerParameterCount);
        Assert.Equal(["Q4_K", "Q6_K"], model.LayerWeightTypes.Keys.Order());
    }

    [Theory]
    [InlineData(null, "", "last token's vector", "end token is appended", "Nothing in the file says that it is an embedding model")]
    [InlineData(null, " reranker", "rows of yes and no")]
    [InlineData(3u, "")]
    public void Notes_are_those_of_the_kind_that_the_file_is(uint? pooling, string nameEnding, params string[] expected)
    {
        var model = new TinyQwen3(new() { PoolingType = pooling, AddEosToken = pooling is null ? null : true });
        var rewriter = new GgufRewriter(model).WithoutKey("general.name");
        rewriter.Writer.Put("general.name", "a model" + nameEnding);
        using var file = new TemporaryFile(rewriter.ToArray());
        var notes = ModelDescription.Read(file.Path).Notes;
        Assert.Equal(expected.Length, notes.Count);
        Assert.All(expected, part => Assert.Contains(notes, note => note.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_of_neither_kind_is_refused_with_the_first_reason()
    {
        var rewriter = new GgufRewriter(new TinyQwen3(new() { PoolingType = 1 })).WithoutKey("general.name");
        rewriter.Writer.Put("general.name", "an embedding");
        using var file = new TemporaryFile(rewriter.ToArray());
        Assert.Contains("pooling_type = 1", Assert.Throws<InvalidModelException>(() => ModelDescription.Read(file.Path)).Message, StringComparison.Ordinal);
    }
}
