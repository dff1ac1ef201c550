using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public class GgufTensorTests
{
    [Theory]
    [InlineData(2, 32)]
    [InlineData(3, 8)]
    [InlineData(3, 64)]
    [InlineData(3, 4096)]
    public unsafe void Tensors_lie_where_the_header_says(uint version, uint alignment)
    {
        var matrix = Enumerable.Range(0, 15).Select(i => (float)i).ToArray();
        using var file = new TemporaryFile(new GgufWriter(version).Align(alignment).Tensor("z", [5, 3], matrix).Tensor("a", [2],
            [7f, 8f]).ToArray());
        using var gguf = GgufFile.Open(file.Path);
        Assert.Equal(["z", "a"], gguf.Tensors.Keys);
        var z = gguf.GetTensor("z");
        Assert.Equal((5, 3, 20, 60L, 15L), (z.RowLength, z.RowCount, z.RowBytes, z.ByteLength, z.ValueCount));
        Assert.Equal((GgmlType.F32, GgmlType.F32), (z.Type, z.Format.Type));
        Assert.Equal("z [5, 3] F32", z.ToString());
        Assert.Equal(matrix, new ReadOnlySpan<float>(z.Data, 15).ToArray());
        Assert.Equal([10f, 11f, 12f, 13f, 14f], MemoryMarshal.Cast<byte, float>(z.Row(2)).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => z.Row(3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => z.Row(-1).Length);
        var a = gguf.GetTensor("a");
        Assert.Equal((2, 1, 8f), (a.RowLength, a.RowCount, ((float*)a.Data)[1]));
        Assert.Equal(0L, (long)a.Data % Math.Min(alignment, 4096));
    }

    [Fact]
    public void Higher_dimensions_multiply_to_rows()
    {
        using var file = new TemporaryFile(new GgufWriter().Tensor("a", [2, 3, 4, 5], new float[120]).ToArray());
        using var gguf = GgufFile.Open(file.Path);
        Assert.Equal((2, 60), (gguf.GetTensor("a").RowLength, gguf.GetTensor("a").RowCount));
        Assert.Equal([2, 3, 4, 5], gguf.GetTensor("a").Dimensions);
    }

    [Fact]
    public void Tensors_may_lie_in_another_order_and_with_gaps()
    {
        using var file = new TemporaryFile(new GgufWriter().Tensor("a", 0, [1], new byte[64], 64).Tensor("b", 0, [1], new byte[64],
            0).ToArray());
        using var gguf = GgufFile.Open(file.Path);
        Assert.Equal(["a", "b"], gguf.Tensors.Keys);
    }

    [Fact]
    public void Every_format_gives_rows_of_its_own_length() => Assert.All(BlockFormat.All, format =>
    {
        using var file = new TemporaryFile(new GgufWriter().Tensor("a", (uint)format.Type, [512, 3],
            new byte[3 * format.ByteLength(512)]).ToArray());
        using var gguf = GgufFile.Open(file.Path);
        Assert.Equal(format.ByteLength(512), gguf.GetTensor("a").RowBytes);
        Assert.Equal(3 * format.ByteLength(512), gguf.GetTensor("a").ByteLength);
    });

    [Fact]
    public void The_last_tensor_needs_no_padding_behind_it()
    {
        var whole = new GgufWriter().Tensor("a", [1], [1f]).ToArray();
        using var file = new TemporaryFile(whole[..^28]);
        GgufFile.Open(file.Path).Dispose();
        Refusal.Of(whole[..^29], "1 bytes are missing");
    }
}
