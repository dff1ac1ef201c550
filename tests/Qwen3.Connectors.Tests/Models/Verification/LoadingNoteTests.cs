using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>Doubts about a file that loads are in its notes, for info and for the log.</summary>
public class LoadingNoteTests
{
    [Fact]
    public void A_file_that_does_not_say_what_it_is_for_is_noted()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { PoolingType = null }).ToArray());
        using var model = EmbeddingModel.Load(file.Path);
        Assert.Contains(model.Description.Notes, note => note.StartsWith("Nothing in the file says that it is an embedding model",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Another_rope_base_is_noted()
    {
        using var file = BundledFile.Embedding().Put("qwen3.rope.freq_base", 10000f).Save();
        using var model = EmbeddingModel.Load(file.Path);
        Assert.Equal(["The file says qwen3.rope.freq_base = 10,000; all Qwen3 embedding and reranking models have 1,000,000."],
            model.Description.Notes);
    }

    [Fact]
    public void A_reranker_that_says_rank_and_has_no_head_is_noted()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { PoolingType = 4 }).ToArray());
        using var model = RerankerModel.Load(file.Path);
        Assert.Equal(["The file says qwen3.pooling_type = 4 (rank) and has no cls.output.weight, its head; the rows of yes and no of " +
            "its language model are used."], model.Description.Notes);
        Assert.Equal(YesNoHeadStyle.TiedEmbedding, model.Head.Style);
    }
}
