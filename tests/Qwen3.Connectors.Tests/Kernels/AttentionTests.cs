using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Tests.Kernels;

public class AttentionTests
{
    /// <summary>Around the sizes of panels and of blocks of keys.</summary>
    private static readonly int[] Lengths = [1, 5, 15, 16, 17, 127, 128, 129, 300];

    public static TheoryData<string> Kernels => [.. GemmMicroKernel.Names];

    [Theory]
    [InlineData(8, 4, 32)]
    [InlineData(8, 4, 64)]
    [InlineData(8, 4, 128)]
    [InlineData(4, 4, 32)]
    [InlineData(4, 4, 64)]
    [InlineData(4, 4, 128)]
    [InlineData(6, 2, 32)]
    [InlineData(6, 2, 64)]
    [InlineData(6, 2, 128)]
    public void Packed_texts_equal_softmax_in_double_precision(int heads, int keyHeads, int headSize)
    {
        var batch = new TestAttention(Lengths, heads, keyHeads, headSize);
        var expected = Enumerable.Range(0, Lengths.Sum()).Select(batch.Expected).ToArray();
        using var pool = new ParallelRunner(2);
        foreach (var kernel in GemmMicroKernel.All)
        {
            AssertClose(expected, batch.Apply(kernel, pool), kernel.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_text_alone_has_the_same_bits_as_packed_behind_others(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        var batch = new TestAttention(Lengths, heads: 6, keyHeads: 2, headSize: 64);
        using var pool = new ParallelRunner(2);
        var packed = batch.Apply(kernel, pool);
        var first = 0;
        foreach (var length in Lengths)
        {
            Rounding.AssertSameBits(packed[first..(first + length)], batch.Alone(first, length).Apply(kernel, pool),
                $"{length} tokens alone");
            first += length;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Chunks_and_threads_do_not_change_a_bit(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        var batch = new TestAttention([300, 17, 1100, 5, 127], heads: 4, keyHeads: 2, headSize: 32);
        using var one = new ParallelRunner(1);
        using var three = new ParallelRunner(3);
        var whole = batch.Apply(kernel, one, chunkTokens: 2048);
        foreach (var chunkTokens in (int[])[32, 96, 1024])
        {
            Rounding.AssertSameBits(whole, batch.Apply(kernel, three, chunkTokens), $"chunks of {chunkTokens}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Queries_of_last_tokens_alone_have_the_same_bits_as_among_all(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        var batch = new TestAttention([.. Lengths, .. Lengths], heads: 8, keyHeads: 4, headSize: 32);
        using var pool = new ParallelRunner(2);
        var all = batch.Apply(kernel, pool);
        var last = Enumerable.Range(0, all.Length).Where(token => token + 1 == all.Length || batch.Tokens[token + 1].Position == 0)
            .ToArray();
        Assert.Equal(2 * Lengths.Length, last.Length);
        Rounding.AssertSameBits([.. last.Select(token => all[token])], batch.ApplyTo(last, kernel, pool), "last tokens");
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Huge_scores_stay_finite_and_choose_the_key_of_the_largest(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;

        // 64 products of up to 3000: scores of some ten thousands of both signs.
        var batch = new TestAttention([1, 129, 300], heads: 2, keyHeads: 1, headSize: 64, scoreScale: 3000);
        using var pool = new ParallelRunner(2);
        var outputs = batch.Apply(kernel, pool);
        Assert.All(outputs, token => Assert.All(token, value => Assert.InRange(value, -3.0001f, 3.0001f)));
        AssertClose([.. Enumerable.Range(0, outputs.Length).Select(batch.Expected)], outputs, name);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_store_that_grew_or_was_released_serves_the_next_batch(string name)
    {
        var lanes = GemmMicroKernel.Find(name)!.Lanes;
        using var store = new KeyValueStore(headCount: 2, headSize: 32, lanes);
        foreach (var tokens in (int[])[1, 1000, 30, 5000, 1])
        {
            store.Reserve(tokens);
            AssertHasRoom(store, tokens, lanes);
        }

        store.Release();
        store.Reserve(40);
        AssertHasRoom(store, 40, lanes);
    }

    /// <summary>
    /// Every last lane a panel writes, and the tile of rows behind the last token that a tile reads, is the store's own and no other's.
    /// </summary>
    private static unsafe void AssertHasRoom(KeyValueStore store, int tokens, int lanes)
    {
        var padded = PanelView.PanelsFor(tokens, lanes) * lanes;
        Assert.True(store.ValueStride >= padded);
        Assert.True(store.ValueStride >= tokens + GemmMicroKernel.RowMultiple - 1);
        Assert.Equal(1, store.ValueStride / 16 % 2);
        Assert.Equal(0, (nint)store.Value(1, 0) % 64);
        Assert.Equal(store.ValueStride * store.KeyStride, store.Value(1, 0) - store.Value(0, 0));

        // The whole of both is touched: a room too small would be another block's memory.
        for (var token = 0; token < tokens; token++)
        {
            new Span<float>(store.Key(1, token), (int)store.KeyStride).Fill(token);
            store.ValuesFrom(0, tokens)[63, token] = token;
        }

        Assert.Equal(tokens - 1, store.Key(1, tokens - 1)[0]);
        Assert.Equal(tokens - 1, store.Value(1, tokens - 1)[31 * store.ValueStride]);
    }

    private static void AssertClose((double[] Output, double Tolerance)[][] expected, float[][] actual, string what)
    {
        for (var token = 0; token < expected.Length; token++)
        {
            var feature = 0;
            foreach (var (output, tolerance) in expected[token])
            {
                foreach (var value in output)
                {
                    Rounding.AssertWithin(tolerance, value, actual[token][feature], $"{what}: output", feature++, token);
                }
            }
        }
    }
}
