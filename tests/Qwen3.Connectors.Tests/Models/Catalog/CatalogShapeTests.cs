using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Models.Catalog;

/// <summary>A file under a name of the catalog must be that model.</summary>
public class CatalogShapeTests
{
    [Fact]
    public void A_file_with_the_official_shape_and_kind_is_accepted()
    {
        foreach (var model in ModelCatalog.Models)
        {
            model.RequireShape(Described(model.Kind, model.Shape));
            model.RequireShape(Described(kind: null, model.Shape with { VocabularySize = 151_936, ContextLength = 32_768 }));
        }
    }

    [Fact]
    public void Another_network_is_refused_with_both_shapes()
    {
        var model = ModelCatalog.Get("qwen3-embedding:0.6b");
        var bundled = ModelDescription.Read(GoldenModels.EmbeddingFile);
        var exception = Assert.Throws<InvalidModelException>(() => model.RequireShape(bundled));
        Assert.Equal(bundled.Path, exception.Path);
        Assert.Contains("2 layers, hidden size 256", exception.Found, StringComparison.Ordinal);
        Assert.Contains("Qwen3-Embedding-0.6B:Q8_0: 28 layers, hidden size 1024", exception.Expected, StringComparison.Ordinal);
        Assert.Throws<InvalidModelException>(() => model.RequireShape(Described(model.Kind, ModelCatalog.Get("qwen3-embedding:4b").Shape)));
    }

    [Fact]
    public void The_other_kind_is_refused()
    {
        var model = ModelCatalog.Get("qwen3-embedding:0.6b");
        var exception = Assert.Throws<InvalidModelException>(() => model.RequireShape(Described(ModelKind.Reranker, model.Shape)));
        Assert.Contains("Reranker", exception.Found, StringComparison.Ordinal);
    }

    private static ModelDescription Described(ModelKind? kind, ModelShape shape) =>
        ModelDescription.Read(GoldenModels.EmbeddingFile) with { Kind = kind, Shape = shape };
}
