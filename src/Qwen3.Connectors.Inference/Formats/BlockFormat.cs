using System.Diagnostics.CodeAnalysis;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>A weight format: blocks of a fixed number of values in a fixed number of bytes.</summary>
/// <remarks>
/// A format decodes bytes and knows nothing of matrices. One file per format. Formats have no state and are safe for concurrent use.
/// </remarks>
internal abstract class BlockFormat
{
    private static readonly Dictionary<GgmlType, BlockFormat> ByType = new BlockFormat[]
    {
        new F32Format(), new F16Format(), new BF16Format(),
        new Q4_0Format(), new Q4_1Format(), new Q5_0Format(), new Q5_1Format(), new Q8_0Format(),
        new Q2_KFormat(), new Q3_KFormat(), new Q4_KFormat(), new Q5_KFormat(), new Q6_KFormat(),
        new IQ1_SFormat(), new IQ1_MFormat(),
        new IQ2_XXSFormat(), new IQ2_XSFormat(), new IQ2_SFormat(),
        new IQ3_XXSFormat(), new IQ3_SFormat(),
        new IQ4_NLFormat(), new IQ4_XSFormat(), new MXFP4Format(),
    }.ToDictionary(format => format.Type);

    protected BlockFormat(GgmlType type, int blockLength, int blockBytes)
    {
        Type = type;
        BlockLength = blockLength;
        BlockBytes = blockBytes;
    }

    /// <summary>All formats of this build, in the order of their type numbers.</summary>
    public static IReadOnlyCollection<BlockFormat> All { get; } = [.. ByType.Values.OrderBy(format => format.Type)];

    /// <summary>Type number of the format in files.</summary>
    public GgmlType Type { get; }

    /// <summary>Values in a block; a row length must be a multiple of it. Divides 256 in every format.</summary>
    public int BlockLength { get; }

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes { get; }

    /// <summary>Returns the format of a type, or null if this engine can't decode it.</summary>
    public static BlockFormat? Find(GgmlType type) => ByType.GetValueOrDefault(type);

    /// <summary>Bytes of <paramref name="values"/> values, a multiple of <see cref="BlockLength"/>.</summary>
    public long ByteLength(long values) => values / BlockLength * BlockBytes;

    /// <summary>Decodes whole blocks.</summary>
    /// <param name="blocks">The bytes of <c>values.Length / BlockLength</c> blocks; later bytes are not read.</param>
    /// <param name="values">The destination, in row order; its length is a multiple of <see cref="BlockLength"/>.</param>
    public unsafe void Decode(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        var (count, rest) = Math.DivRem(values.Length, BlockLength);
        // The only bounds check: the code below uses pointers into both spans.
        if (rest != 0 || blocks.Length < (long)count * BlockBytes)
        {
            ThrowLengthMismatch(blocks.Length, values.Length);
        }

        fixed (byte* block = blocks)
        fixed (float* first = values)
        {
            DecodeBlocks(block, count, first);
        }
    }

    /// <summary>Decodes the same blocks of several rows. Bounds are not checked.</summary>
    /// <param name="row">The first block of the first row.</param>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="blockCount">Number of blocks per row.</param>
    /// <param name="values">The destination, <c>[rowCount x blockCount * BlockLength]</c>.</param>
    /// <param name="valueStride">Floats from one row of <paramref name="values"/> to the next.</param>
    public unsafe void DecodeRows(byte* row, long rowBytes, int rowCount, int blockCount, float* values, int valueStride)
    {
        for (; rowCount > 0; rowCount--, row += rowBytes, values += valueStride)
        {
            DecodeBlocks(row, blockCount, values);
        }
    }

    /// <summary>Decodes <paramref name="count"/> blocks; the pointers need no alignment and their lengths are checked.</summary>
    /// <remarks>
    /// Implementations skip tiered compilation: the first text of a process decodes all weights before the JIT would optimise them.
    /// </remarks>
    protected abstract unsafe void DecodeBlocks(byte* block, int count, float* values);

    [DoesNotReturn]
    private void ThrowLengthMismatch(int bytes, int values) => throw new ArgumentException(
        $"{values} values of {Type} do not match {bytes} bytes: a block of {Type} has {BlockLength} values in {BlockBytes} bytes. "
            + $"This is a bug.");
}
