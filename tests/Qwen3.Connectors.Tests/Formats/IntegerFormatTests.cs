using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Formats;

/// <summary>Integers times scales are what the decoder to floats gives: the slow twin of every integer decoder.</summary>
public unsafe class IntegerFormatTests
{
    private const short Guard = 12345;

    public static TheoryData<string> Formats => [.. IntegerFormats.Select(format => format.Type.ToString())];

    private static IEnumerable<IntegerFormat> IntegerFormats => BlockFormat.All.OfType<IntegerFormat>();

    [Fact]
    public void Every_format_but_the_floating_point_ones_has_integers() =>
        Assert.Equal(["F32", "F16", "BF16"], BlockFormat.All.Except(IntegerFormats).Select(format => format.Type.ToString()));

    [Fact]
    public void Sums_of_32_products_fit_into_32_bits() => Assert.All(IntegerFormats, format =>
    {
        Assert.InRange(format.MaxMagnitude, 1, IntegerFormat.MaxMagnitudeOfAny);
        Assert.Equal(0, format.BlockLength % IntegerFormat.ScaleLength);
        Assert.True(
            (long)IntegerFormat.MaxMagnitudeOfAny * QuantizedPanels.MaxMagnitude * IntegerFormat.ScaleLength <= int.MaxValue);
    });

    [Theory]
    [MemberData(nameof(Formats))]
    public void Golden_blocks_decode_to_integers_of_the_same_values(string name)
    {
        var file = name.ToLowerInvariant().Replace("_k", "_K", StringComparison.Ordinal);
        AssertSameValues(Find(name), File.ReadAllBytes(TestData.File("tests", "data", "quant", file + ".bin")));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Random_blocks_decode_to_integers_of_the_same_values(string name)
    {
        var format = Find(name);
        for (var seed = 0; seed < 300; seed++)
        {
            AssertSameValues(format, RandomBlocks.Create(format, count: 1 + (seed % 9), seed));
        }
    }

    /// <summary>
    /// Blocks of one byte repeated have every extreme: the largest integers and factors, largest, subnormal and infinite scales.
    /// </summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Extreme_blocks_decode_to_integers_of_the_same_values(string name)
    {
        var format = Find(name);
        byte[] values = [0x00, 0x01, 0x0F, 0x10, 0x3F, 0x40, 0x7B, 0x7C, 0x7F, 0x80, 0x81, 0x84, 0xF0, 0xFB, 0xFE, 0xFF];
        foreach (var filling in values)
        {
            foreach (var scale in values)
            {
                for (var at = 0; at < format.BlockBytes; at++)
                {
                    var block = new byte[format.BlockBytes];
                    Array.Fill(block, filling);
                    block[at] = scale;
                    AssertSameValues(format, block);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_largest_magnitude_is_reached(string name)
    {
        var format = Find(name);
        var largest = 0;
        for (var seed = 0; seed < 4000 && largest < format.MaxMagnitude; seed++)
        {
            // Extremes of a factor and of a value rarely meet in random bytes.
            var block = RandomBlocks.Create(format, 1, seed);
            for (var i = 0; i < block.Length; i++)
            {
                block[i] = (seed % 5) switch
                {
                    0 => block[i],
                    1 => (byte)(block[i] | 0x0F),
                    2 => (byte)(block[i] & 0x80),
                    3 => 0xFF,
                    _ => 0,
                };
            }

            largest = Math.Max(largest, Decode(format, block).Integers.Max(value => Math.Abs((int)value)));
        }

        // The first and the last scale of Q6_K multiply nibbles of 0 with -128, if all other bytes are 0.
        if (format.Type == GgmlType.Q6_K)
        {
            var block = new byte[format.BlockBytes];
            block[192] = 0x80;
            largest = Decode(format, block).Integers.Max(value => Math.Abs((int)value));
        }

        Assert.Equal(format.MaxMagnitude, largest);
    }

    private static void AssertSameValues(IntegerFormat format, byte[] blocks)
    {
        var (integers, scales, minimums) = Decode(format, blocks);
        var expected = new float[integers.Length];
        format.Decode(blocks, expected);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(integers[i], -format.MaxMagnitude, format.MaxMagnitude);
            var product = integers[i] * scales[i / IntegerFormat.ScaleLength];
            var value = format.MinimumLength == 0 ? product : product + minimums[i / format.MinimumLength];

            // The same number; the sign of a zero has no effect on a sum.
            if (value != expected[i] && !(float.IsNaN(value) && float.IsNaN(expected[i])))
            {
                Assert.Fail($"{format.Type}: value {i} is {value:R}, expected {expected[i]:R}");
            }
        }
    }

    private static (short[] Integers, float[] Scales, float[] Minimums) Decode(IntegerFormat format, byte[] blocks)
    {
        var count = blocks.Length / format.BlockBytes;
        var length = count * format.BlockLength;
        var minimumCount = format.MinimumLength == 0 ? 0 : length / format.MinimumLength;
        var integers = new short[length + 32];
        var scales = new float[(length / 32) + 16];
        var minimums = new float[minimumCount + 16];
        integers.AsSpan(length).Fill(Guard);
        scales.AsSpan(length / 32).Fill(Guard);
        minimums.AsSpan(minimumCount).Fill(Guard);
        fixed (byte* block = blocks)
        fixed (short* q = integers)
        fixed (float* scale = scales, minimum = minimums)
        {
            format.DecodeIntegers(block, count, q, scale, minimum);
        }

        Assert.All(integers[length..], value => Assert.Equal(Guard, value));
        Assert.All(scales[(length / 32)..], value => Assert.Equal(Guard, value));
        Assert.All(minimums[minimumCount..], value => Assert.Equal(Guard, value));
        return (integers[..length], scales[..(length / 32)], minimums[..minimumCount]);
    }

    private static IntegerFormat Find(string name) => (IntegerFormat)BlockFormat.Find(Enum.Parse<GgmlType>(name))!;
}
