using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

public class MatryoshkaTests
{
    [Fact]
    public void A_cut_vector_is_the_start_at_norm_one()
    {
        Assert.Equal([0.6f, 0.8f], Matryoshka.Truncate([3, 4, 12], 2));
        Assert.Equal(1, SlowSearch.Dot(Matryoshka.Truncate([3, 4, 12], 3), Matryoshka.Truncate([3, 4, 12], 3)), 1e-6);
    }

    [Fact]
    public async Task Cutting_a_full_embedding_gives_what_the_generator_gives_for_fewer_dimensions()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var full = (await generator.GenerateAsync(["gravity"], cancellationToken: TestContext.Current.CancellationToken))[0];
        var shorter = (await generator.GenerateAsync(["gravity"], new() { Dimensions = 64 }, TestContext.Current.CancellationToken))[0];
        var cut = full.Truncate(64);
        Assert.All(cut.Vector.ToArray().Zip(shorter.Vector.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.Equal((full.ModelId, full.CreatedAt, 256), (cut.ModelId, cut.CreatedAt, full.Vector.Length));
        Assert.Equal(full.AdditionalProperties, cut.AdditionalProperties);
        Assert.NotSame(full.AdditionalProperties, cut.AdditionalProperties);
    }

    [Fact]
    public void What_can_not_be_cut_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Matryoshka.Truncate([1, 2], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matryoshka.Truncate([1, 2], 0));
        Assert.Throws<ArgumentException>(() => Matryoshka.Truncate([0, 2], 1));
        Assert.Throws<ArgumentException>(() => Matryoshka.Truncate([1, float.NaN], 1));
        Assert.Throws<ArgumentNullException>(() => ((Embedding<float>)null!).Truncate(1));
    }
}
