using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Tests.Gguf;

public class GgufTensorFaultTests
{
    private const uint F32 = (uint)GgmlType.F32;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(100)]
    public void A_tensor_has_1_to_4_dimensions(int count) =>
        Refusal.Of(new GgufWriter().Tensor("a", F32, [.. Enumerable.Repeat(1L, count)], new byte[64]), $"{count} dimensions in tensor 'a'");

    [Theory]
    [InlineData("dimensions of 1 or more", 0L)]
    [InlineData("dimensions of 1 or more", 4L, 0L)]
    [InlineData("dimensions of 1 or more", 4L, -1L)]
    [InlineData("dimensions of 1 or more", long.MinValue)]
    [InlineData("rows of at most", 1L << 29)]
    [InlineData("rows of at most", long.MaxValue, 2L)]
    [InlineData("at most 2147483647 rows", 1L, 1L << 31)]
    [InlineData("at most 2147483647 rows", 1L, 1L << 62, 4L)]
    [InlineData("at most 2147483647 rows", 1L, 65536L, 65536L)]
    [InlineData("at most 2147483647 rows", 1L, 1L << 22, 1L << 21, 1L << 21)]
    [InlineData("at most 2147483647 rows", 4L, long.MaxValue, long.MaxValue, long.MaxValue)]
    public void Dimensions_that_no_tensor_has_are_refused(string expected, params long[] dimensions) =>
        Refusal.Of(new GgufWriter().Tensor("a", F32, dimensions, new byte[64]),
            $"the dimensions [{string.Join(", ", dimensions)}] in tensor 'a'", expected);

    [Theory]
    [InlineData(4, "type Q4_2 (4), which ggml has removed")]
    [InlineData(5, "type Q4_3 (5), which ggml has removed")]
    [InlineData(31, "type Q4_0_4_4 (31), which ggml has removed")]
    [InlineData(33, "type Q4_0_8_8 (33), which ggml has removed")]
    [InlineData(36, "type IQ4_NL_4_4 (36), which ggml has removed")]
    [InlineData(38, "type IQ4_NL_8_8 (38), which ggml has removed")]
    [InlineData(26, "type I32 (26)")]
    [InlineData(34, "type TQ1_0 (34)")]
    [InlineData(40, "type NVFP4 (40)")]
    [InlineData(43, "unknown type 43")]
    [InlineData(97, "type 97, which only ik_llama.cpp has")]
    [InlineData(338, "type 338, which only ik_llama.cpp has")]
    [InlineData(uint.MaxValue, "unknown type 4294967295")]
    public void A_type_that_cannot_be_decoded_is_named(uint type, string found)
    {
        Assert.SkipWhen(BlockFormat.Find((GgmlType)type) is not null, "it can be");
        Refusal.Of(new GgufWriter().Tensor("a", type, [256], new byte[1024]), $"tensor 'a' of {found}", "F32", "llama-quantize");
    }

    [Fact]
    public void A_row_is_whole_blocks() => Assert.All(
        BlockFormat.All.Where(format => format.BlockLength > 1),
        format => Refusal.Of(
            new GgufWriter().Tensor("a", (uint)format.Type, [format.BlockLength + 1, 2], new byte[1024]),
            "in tensor 'a'",
            $"a multiple of {format.BlockLength}, the block length of {format.Type}"));

    [Fact]
    public void A_tensor_has_a_name_of_at_most_63_bytes()
    {
        Refusal.Of(new GgufWriter().Tensor("", F32, [1], new byte[4]), "a name of 0 bytes", "tensor entry 1 of 1");
        Refusal.Of(new GgufWriter().Tensor(new string('x', 64), F32, [1], new byte[4]), "a name of 64 bytes");
        Refusal.Of(new GgufWriter().Tensor("a\u001Bb", F32, [1], new byte[4]), "a name of 3 bytes, 'a?b'");
        Refusal.Of(new GgufWriter().Tensor([.. GgufWriter.Number(2UL), 0xC3, 0x28], F32, [1], new byte[4]), "a name of 2 bytes");
        Refusal.Of(new GgufWriter().Tensor([.. GgufWriter.Number(ulong.MaxValue), 65], F32, [1], new byte[4]),
            "18446744073709551615 bytes as the length of its name");
    }

    [Fact]
    public void A_tensor_stands_once() =>
        Refusal.Of(new GgufWriter().Tensor("twice", [1], [1f]).Tensor("twice", [1], [2f]), "the tensor 'twice' twice");

    [Theory]
    [InlineData(4)]
    [InlineData(33)]
    [InlineData(ulong.MaxValue)]
    public void An_offset_is_aligned(ulong offset) =>
        Refusal.Of(new GgufWriter().Tensor("a", F32, [1], new byte[64], offset), $"the offset {offset} in tensor 'a'",
            "a multiple of the alignment, 32");

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue - 31)]
    public void An_offset_that_no_file_has_is_refused(ulong offset) =>
        Refusal.Of(new GgufWriter().Tensor("a", F32, [1], new byte[64], offset), $"the offset {offset} in tensor 'a'", "inside the file");

    [Theory]
    [InlineData(64UL, 36)]
    [InlineData(1UL << 40, (1L << 40) - 28)]
    public void Missing_data_are_counted(ulong offset, long missing) => Refusal.Of(
        new GgufWriter().Tensor("a", [1], [1f]).Tensor("b", F32, [1], [], offset),
        $"{missing} bytes are missing to the end of the tensor 'b'",
        "truncated");

    [Fact]
    public void Tensors_lie_apart()
    {
        Refusal.Of(new GgufWriter().Tensor("a", F32, [16], new byte[64]).Tensor("b", F32, [1], new byte[4], 32),
            "'b' at offset 32, inside 'a'", "the offsets 0 to 63");
        Refusal.Of(new GgufWriter().Tensor("a", F32, [1], new byte[64], 32).Tensor("b", F32, [9], new byte[64], 0),
            "'a' at offset 32, inside 'b'");
        Refusal.Of(new GgufWriter().Tensor("a", F32, [1], new byte[64]).Tensor("b", F32, [1], new byte[4], 0),
            "'b' at offset 0, inside 'a'");
    }
}
