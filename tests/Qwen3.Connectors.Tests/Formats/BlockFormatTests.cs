using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Tests.Formats;

public class BlockFormatTests
{
    private static readonly string[] Decodable =
    [
        "F32", "F16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ2_XXS", "IQ2_XS", "IQ3_XXS",
            "IQ1_S",
        "IQ4_NL", "IQ3_S", "IQ2_S", "IQ4_XS", "IQ1_M", "BF16", "MXFP4",
    ];

    public static TheoryData<string> Formats => [.. Decodable];

    [Fact]
    public void All_lists_the_23_formats_in_the_order_of_the_file_type_numbers() =>
        Assert.Equal(Decodable, BlockFormat.All.Select(format => format.Type.ToString()));

    [Fact]
    public void Find_gives_null_for_every_type_that_cannot_be_decoded()
    {
        Assert.All(Enum.GetValues<GgmlType>(),
            type => Assert.Equal(Decodable.Contains(type.ToString()), BlockFormat.Find(type)?.Type == type));
        Assert.Null(BlockFormat.Find((GgmlType)4));
        Assert.Null(BlockFormat.Find((GgmlType)uint.MaxValue));
    }

    [Fact]
    public void Every_block_length_divides_256() => Assert.All(BlockFormat.All, format => Assert.Equal(0, 256 % format.BlockLength));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_decodes_its_golden_file_bit_for_bit(string name)
    {
        var file = name.ToLowerInvariant().Replace("_k", "_K", StringComparison.Ordinal);
        var blocks = File.ReadAllBytes(TestData.File("tests", "data", "quant", file + ".bin"));
        var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(TestData.File("tests", "data", "quant", file + ".f32"))).ToArray();

        AssertSameBits(expected, Decode(Find(name), blocks, expected.Length));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_decodes_random_blocks_as_its_formula_says(string name)
    {
        var format = Find(name);
        for (var seed = 0; seed < 300; seed++)
        {
            var block = RandomBlocks.Create(format, 1, seed);
            var expected = Enumerable.Range(0, format.BlockLength).Select(i => ReferenceDecoder.Decode(format.Type, block, i)).ToArray();
            AssertSameBits(expected, Decode(format, block, format.BlockLength));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Many_blocks_at_once_equal_each_alone(string name)
    {
        var format = Find(name);
        // Every remainder of the widest loop, for the formats whose block is a value.
        for (var count = 0; count < 40; count++)
        {
            var blocks = RandomBlocks.Create(format, count, seed: count);
            var each = blocks.Chunk(format.BlockBytes).SelectMany(block => Decode(format, block, format.BlockLength)).ToArray();
            AssertSameBits(each, Decode(format, blocks, count * format.BlockLength));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_is_written_outside_of_the_destination(string name)
    {
        var format = Find(name);
        var length = 3 * format.BlockLength;
        var around = new float[length + 128];
        Array.Fill(around, 12345f);

        format.Decode(RandomBlocks.Create(format, 3, seed: 1), around.AsSpan(64, length));

        Assert.All(around[..64], value => Assert.Equal(12345f, value));
        Assert.All(around[^64..], value => Assert.Equal(12345f, value));
        Assert.DoesNotContain(12345f, around[64..^64]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Bytes_may_lie_at_any_address(string name)
    {
        var format = Find(name);
        var blocks = RandomBlocks.Create(format, 2, seed: 2);
        var expected = Decode(format, blocks, 2 * format.BlockLength);
        for (var offset = 1; offset < 8; offset++)
        {
            byte[] moved = [.. new byte[offset], .. blocks];
            var values = new float[expected.Length];
            format.Decode(moved.AsSpan(offset), values);
            AssertSameBits(expected, values);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Too_few_bytes_or_a_part_of_a_block_are_refused(string name)
    {
        var format = Find(name);
        Assert.Throws<ArgumentException>(() => format.Decode(new byte[format.BlockBytes - 1], new float[format.BlockLength]));
        Assert.Throws<ArgumentException>(() => format.Decode([], new float[format.BlockLength]));
        if (format.BlockLength > 1)
        {
            Assert.Throws<ArgumentException>(() => format.Decode(new byte[format.BlockBytes * 2], new float[format.BlockLength + 1]));
        }
    }

    [Fact]
    public void Every_half_decodes_to_the_same_number()
    {
        var halves = Enumerable.Range(0, 65536).Select(bits => (ushort)bits).ToArray();
        var expected = halves.Select(bits => (float)BitConverter.UInt16BitsToHalf(bits)).ToArray();
        AssertSameBits(expected, Decode(Find("F16"), MemoryMarshal.AsBytes(halves.AsSpan()).ToArray(), 65536));

        // One at a time, halves are read as the scales of all other formats are.
        AssertSameBits(expected, [.. halves.Select(bits => Decode(Find("F16"), BitConverter.GetBytes(bits), 1)[0])]);
    }

    [Fact]
    public void Every_bfloat_decodes_to_the_same_number()
    {
        var bfloats = Enumerable.Range(0, 65536).Select(bits => (ushort)bits).ToArray();
        var expected = bfloats.Select(bits => BitConverter.Int32BitsToSingle(bits << 16)).ToArray();
        AssertSameBits(expected, Decode(Find("BF16"), MemoryMarshal.AsBytes(bfloats.AsSpan()).ToArray(), 65536));
    }

    [Fact]
    public void Every_exponent_of_mxfp4_decodes_as_a_power_of_two()
    {
        var format = Find("MXFP4");
        for (var exponent = 0; exponent < 256; exponent++)
        {
            byte[] block = [(byte)exponent, 0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE, 0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE];
            AssertSameBits([.. Enumerable.Range(0, 32).Select(i => ReferenceDecoder.Decode(format.Type, block, i))],
                Decode(format, block, 32));
        }
    }

    private static BlockFormat Find(string name) => BlockFormat.Find(Enum.Parse<GgmlType>(name))!;

    private static float[] Decode(BlockFormat format, byte[] blocks, int length)
    {
        var values = new float[length];
        format.Decode(blocks, values);
        return values;
    }

    /// <summary>
    /// Equal bit for bit, zeros with their signs; NaNs equal each other, for which payload a CPU gives is its own choice.
    /// </summary>
    private static void AssertSameBits(float[] expected, float[] actual)
    {
        static int[] Bits(float[] values) =>
            [.. values.Select(value => BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NaN : value))];
        Assert.Equal(Bits(expected), Bits(actual));
    }
}
