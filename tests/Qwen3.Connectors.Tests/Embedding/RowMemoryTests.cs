using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>Rows at full width become vectors in their own memory; memory that holds more than a row is left alone.</summary>
public class RowMemoryTests
{
    private const int Width = 64;

    [Fact]
    public async Task A_full_width_vector_is_in_the_memory_of_its_row()
    {
        float[]? row = null;
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine(Width)
        {
            Spoil = (_, text) =>
            {
                Assert.True(MemoryMarshal.TryGetArray(text.Values, out var values));
                row = values.Array;
                return text;
            },
        });

        var vector = (await generator.GenerateAsync(["text"], cancellationToken: TestContext.Current.CancellationToken))[0].Vector;

        Assert.True(MemoryMarshal.TryGetArray(vector, out var used));
        Assert.Same(row, used.Array);
        Assert.Equal(1, vector.ToArray().Sum(value => (double)value * value), 1e-6);
    }

    [Fact]
    public async Task Rows_in_one_array_are_not_changed_and_give_the_same_bits()
    {
        using var separate = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine(Width));
        var shared = new float[2 * Width];
        using var generator = new Qwen3EmbeddingGenerator(new FakeEmbeddingEngine(Width)
        {
            Spoil = (i, text) =>
            {
                text.Values.CopyTo(shared.AsMemory(i * Width));
                return text with { Values = shared.AsMemory(i * Width, Width) };
            },
        });

        var expected = await separate.GenerateAsync(["one", "two"], cancellationToken: TestContext.Current.CancellationToken);
        var vectors = await generator.GenerateAsync(["one", "two"], cancellationToken: TestContext.Current.CancellationToken);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(expected[i].Vector.ToArray(), vectors[i].Vector.ToArray());
        }

        Assert.Equal([.. FakeEmbeddingEngine.RowOf("one", Width), .. FakeEmbeddingEngine.RowOf("two", Width)], shared);
    }

    [Fact]
    public async Task A_truncated_vector_does_not_change_its_row()
    {
        EmbeddedText kept = default;
        using var generator = new Qwen3EmbeddingGenerator(
            new FakeEmbeddingEngine(Width) { Spoil = (_, text) => kept = text }, new Qwen3EmbeddingOptions { Dimensions = 32 });

        await generator.GenerateAsync(["text"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(FakeEmbeddingEngine.RowOf("text", Width), kept.Values.ToArray());
    }
}
