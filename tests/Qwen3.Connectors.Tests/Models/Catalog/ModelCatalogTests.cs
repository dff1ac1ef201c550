using Qwen3.Connectors.Models.Verification.Checks;

namespace Qwen3.Connectors.Tests.Models.Catalog;

public class ModelCatalogTests
{
    [Theory]
    [InlineData("Qwen3-Embedding-0.6B:Q8_0", "Qwen3-Embedding-0.6B:Q8_0")]
    [InlineData("Qwen3-Embedding-0.6B", "Qwen3-Embedding-0.6B:Q8_0")]
    [InlineData("qwen3-embedding:4b", "Qwen3-Embedding-4B:Q4_K_M")]
    [InlineData("qwen3-embedding:8b-fp16", "Qwen3-Embedding-8B:F16")]
    [InlineData("qwen3-embedding:4b-q8_0", "Qwen3-Embedding-4B:Q8_0")]
    [InlineData("QWEN3-RERANKER-8B:q5_k_m", "Qwen3-Reranker-8B:Q5_K_M")]
    [InlineData("dengcao/Qwen3-Reranker-8B:Q4_K_M", "Qwen3-Reranker-8B:Q4_K_M")]
    [InlineData("hf.co/Qwen/Qwen3-Embedding-4B-GGUF:Q6_K", "Qwen3-Embedding-4B:Q6_K")]
    [InlineData("ggml-org/Qwen3-Reranker-0.6B", "Qwen3-Reranker-0.6B:Q8_0")]
    public void Names_are_understood_as_people_write_them(string name, string expected)
    {
        Assert.Equal(expected, ModelCatalog.Get(name).Name);
        Assert.True(ModelCatalog.TryGet(name, out var model));
        Assert.Equal(expected, model.ToString());
    }

    [Fact]
    public void The_catalog_and_the_verifier_know_the_same_networks()
    {
        foreach (var model in ModelCatalog.Models)
        {
            var known = Assert.Single(KnownModels.Own.Models, known => known.Name == model.Model);
            Assert.True(model.Shape.IsSameNetwork(known.Shape));
            Assert.Equal((model.Kind, model.Shape.VocabularySize), (known.Kind, known.Shape.VocabularySize));
            Assert.InRange(model.ContextLength, 1, known.Shape.ContextLength);
        }
    }

    [Theory]
    [InlineData("Qwen3-Embeding-0.6B:Q8_0", "'Qwen3-Embedding-0.6B:Q8_0'")]
    [InlineData("qwen3-embedding:4b-q4_0", "'Qwen3-Embedding-4B:Q5_0'")]
    [InlineData("Qwen3-Reranker-0.6B:Q9", "'Qwen3-Reranker-0.6B:Q8_0'")]
    [InlineData("dengcao/Qwen3-Reranker-8B:Q4_K_S", "'Qwen3-Reranker-8B:Q4_K_M'")]
    [InlineData("somebody/Qwen3-Embedding-0.6B:Q8_0", "'Qwen3-Embedding-0.6B:Q8_0'")]
    public void An_unknown_name_gets_the_nearest_ones(string name, string nearest)
    {
        Assert.False(ModelCatalog.TryGet(name, out _));
        Assert.Contains(nearest, Assert.Throws<ArgumentException>(() => ModelCatalog.Get(name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("qwen3-embedding")]
    [InlineData("qwen3-embedding:0.6b\n")]
    [InlineData("qwen3-embedding:4b:Q8_0:Q8_0")]
    public void What_is_no_name_is_not_found(string? name) => Assert.False(ModelCatalog.TryGet(name, out _));

    [Fact]
    public void A_very_long_text_is_refused_like_any_other() =>
        Assert.True(Assert.Throws<ArgumentException>(() => ModelCatalog.Get(new string('q', 1 << 20))).Message.Length > 0);

    [Fact]
    public void Every_file_is_found_by_its_own_name_and_each_model_has_one_default()
    {
        Assert.All(ModelCatalog.Models, model => Assert.Same(model, ModelCatalog.Get(model.Name)));
        Assert.All(ModelCatalog.Models.GroupBy(model => model.Model), files => Assert.Single(files, file => file.IsDefault));
        Assert.Equal(
            ["Qwen3-Embedding-0.6B", "Qwen3-Embedding-4B", "Qwen3-Embedding-8B", "Qwen3-Reranker-0.6B", "Qwen3-Reranker-4B", "Qwen3-Reranker-8B"],
            ModelCatalog.Models.Select(model => model.Model).Distinct());
        Assert.Distinct(ModelCatalog.Models.Select(model => (model.Repository, model.File)));
    }

    /// <summary>Every tag of the article that many people know these models from.</summary>
    [Theory]
    [InlineData("Embedding-0.6B", "Q8_0 F16")]
    [InlineData("Embedding-4B", "Q4_K_M Q5_K_M Q8_0")]
    [InlineData("Embedding-8B", "Q4_K_M Q5_K_M Q8_0 F16")]
    [InlineData("Reranker-0.6B", "Q8_0 F16")]
    [InlineData("Reranker-4B", "Q4_K_M Q5_K_M Q8_0")]
    [InlineData("Reranker-8B", "Q3_K_M Q4_K_M Q5_K_M Q8_0 F16")]
    public void Ollama_tags_in_wide_use_have_a_file(string model, string tags) =>
        Assert.All(tags.Split(' '), tag => Assert.Equal($"Qwen3-{model}:{tag}", ModelCatalog.Get($"dengcao/Qwen3-{model}:{tag}").Name));

    [Fact]
    public void Dimensions_and_context_are_the_models()
    {
        Assert.Equal([(1024, 32768), (2560, 40960), (4096, 40960)], Files("Embedding").Select(model => (model.Dimensions!.Value, model.ContextLength)).Distinct());
        Assert.Equal([((int?)null, 40960)], Files("Reranker").Select(model => (model.Dimensions, model.ContextLength)).Distinct());
        static IEnumerable<CatalogModel> Files(string kind) => ModelCatalog.Models.Where(model => $"{model.Kind}" == kind);
    }

    /// <summary>Lengths that publishers give, rounded.</summary>
    [Theory]
    [InlineData("Qwen3-Embedding-0.6B:Q8_0", 639e6)]
    [InlineData("Qwen3-Reranker-0.6B:Q8_0", 639e6)]
    [InlineData("Qwen3-Embedding-0.6B:F16", 1.2e9)]
    public void Estimated_lengths_are_near_the_published_ones(string name, double published) =>
        Assert.Equal(1, ModelCatalog.Get(name).EstimatedBytes / published, 0.02);
}
