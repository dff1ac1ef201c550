using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Tests.Models.Catalog;

public sealed class ModelReferenceTests
{
    [Theory]
    [InlineData("model.gguf")]
    [InlineData("MODEL.GGUF")]
    [InlineData("models/model")]
    [InlineData("/models/Qwen3-Embedding-0.6B")]
    [InlineData("./Qwen3-Embedding-0.6B:Q8_0")]
    [InlineData(@"C:\models\model")]
    public void A_path_is_a_path_whether_the_file_exists_or_not(string text) => Assert.Null(ModelReference.Parse(text, "x").Model);

    [Fact]
    public void A_file_that_exists_wins_over_a_name()
    {
        using var folder = new Gguf.TemporaryFile([], "qwen3-embedding-4b");
        Assert.Null(ModelReference.Parse(folder.Path, "x").Model);
        Assert.Equal(folder.Path, ModelReference.Parse(folder.Path, "x").Key);
    }

    [Fact]
    public void A_name_is_known_by_its_own_spelling()
    {
        var reference = ModelReference.Parse("dengcao/qwen3-reranker-8B", "x");
        Assert.Equal(("Qwen3-Reranker-8B:Q4_K_M", "Qwen3-Reranker-8B:Q4_K_M"), (reference.Key, reference.ShortName));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("qwen3-embedding:5b")]
    [InlineData("dengcao/Qwen3-Reranker-8B:Q9")]
    public void What_is_neither_is_refused_with_the_nearest_names(string text)
    {
        var message = Assert.Throws<ArgumentException>(() => ModelReference.Parse(text, "x")).Message;
        Assert.Contains($"'{text}' is neither a file nor a name of the catalog. The nearest names are 'Qwen3-", message,
            StringComparison.Ordinal);
        Assert.StartsWith($"ModelPath: '{text}'", Assert.Single(new Qwen3EmbeddingOptions { ModelPath = text }.Validate()),
            StringComparison.Ordinal);
        Assert.StartsWith($"ModelPath: '{text}'", Assert.Single(new Qwen3RerankerOptions { ModelPath = text }.Validate()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_take_a_name_and_a_path_of_no_file()
    {
        Assert.Empty(new Qwen3EmbeddingOptions { ModelPath = "qwen3-embedding:4b" }.Validate());
        Assert.Empty(new Qwen3RerankerOptions { ModelPath = "nowhere.gguf" }.Validate());
    }

    [Theory]
    [InlineData("https://user:secret@example.com/model.gguf")]
    [InlineData("HTTP://example.com/Qwen3-Embedding-0.6B")]
    public void The_address_of_a_server_is_refused_without_quoting_it(string text)
    {
        foreach (var load in (Action[])[() => Qwen3EmbeddingGenerator.Load(text), () => Qwen3Reranker.Load(text)])
        {
            var message = Assert.Throws<ArgumentException>(load).Message;
            Assert.Contains("The model is the address of a server; expected the path of a GGUF file", message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("embedding")]
    [InlineData("qwen3-embed")]
    public void A_name_without_a_quantization_gets_default_ones_as_advice(string text)
    {
        Assert.Null(ModelReference.TryParse(text, out var fault));
        Assert.NotNull(fault);
        foreach (var name in fault.Split('\'').Where(part => part.StartsWith("Qwen3-", StringComparison.Ordinal)))
        {
            Assert.True(ModelCatalog.TryGet(name, out var model) && model.IsDefault, name);
        }
    }
}
