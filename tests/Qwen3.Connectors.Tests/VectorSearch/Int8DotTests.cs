using System.Runtime.Intrinsics.X86;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.Tests.VectorSearch;

public class Int8DotTests
{
    public static TheoryData<string, int> Variants
    {
        get
        {
            var variants = new TheoryData<string, int>();
            foreach (var length in (int[])[32, 64, 96, 1024, 4096])
            {
                variants.Add(nameof(Int8Dot.Portable), length);
                if (Avx2.IsSupported)
                {
                    variants.Add(nameof(Int8Dot.WithAvx2), length);
                }
            }

            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_gives_the_sum_of_a_loop(string variant, int length)
    {
        var random = new Random(length);
        var codes = new sbyte[length];
        var weights = new short[length];
        for (var run = 0; run < 20; run++)
        {
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(codes.AsSpan()));
            for (var i = 0; i < length; i++)
            {
                weights[i] = (short)random.Next(-4095, 4096);
            }

            Assert.Equal(Slow(codes, weights), Run(variant, codes, weights));
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void No_variant_loses_a_bit_of_the_largest_products(string variant, int length)
    {
        // As large as an index makes them: all products together just stay within 32 bits.
        var weight = (short)Math.Min(short.MaxValue, int.MaxValue / 128 / length);
        foreach (var code in (sbyte[])[-128, 127])
        {
            var codes = Enumerable.Repeat(code, length).ToArray();
            var weights = Enumerable.Repeat(weight, length).ToArray();
            Assert.Equal(Slow(codes, weights), Run(variant, codes, weights));
            Assert.Equal(Slow(codes, [.. weights.Select(value => (short)-value)]),
                Run(variant, codes, [.. weights.Select(value => (short)-value)]));
        }
    }

    private static int Run(string variant, sbyte[] codes, short[] weights) =>
        variant == nameof(Int8Dot.Portable) ? Int8Dot.Portable(codes, weights) : Int8Dot.WithAvx2(codes, weights);

    private static long Slow(sbyte[] codes, short[] weights) => codes.Zip(weights, (code, weight) => (long)code * weight).Sum();
}
