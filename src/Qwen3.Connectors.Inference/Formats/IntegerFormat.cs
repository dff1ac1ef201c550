namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// A format whose values are small integers times a scale, some with a minimum: <c>value = integer * scale + minimum</c>. It can be decoded
/// for integer matrix products.
/// </summary>
/// <remarks>
/// There is one scale per <see cref="ScaleLength"/> values. Where a format changes its scale every 16 values, the integers contain the
/// small integer factor of the 16 values, and the scale is the block's.
/// </remarks>
/// <param name="type">Type number of the format in files.</param>
/// <param name="blockLength">Values in a block; a multiple of <see cref="ScaleLength"/>.</param>
/// <param name="blockBytes">Bytes of a block.</param>
/// <param name="maxMagnitude">The largest magnitude of an integer, whatever the bytes of the block.</param>
/// <param name="minimumLength">Values per minimum: 16, 32, or 0 for a format without minimums.</param>
internal abstract class IntegerFormat(GgmlType type, int blockLength, int blockBytes, int maxMagnitude, int minimumLength = 0)
    : BlockFormat(type, blockLength, blockBytes)
{
    /// <summary>Values per scale.</summary>
    public const int ScaleLength = 32;

    /// <summary>The largest magnitude that any format may have: docs/design.md derives it from the range of 32-bit sums.</summary>
    public const int MaxMagnitudeOfAny = 4096;

    /// <summary>The largest magnitude of an integer, whatever the bytes of the block.</summary>
    public int MaxMagnitude { get; } = maxMagnitude;

    /// <summary>Values per minimum: 16, 32, or 0 for a format without minimums.</summary>
    public int MinimumLength { get; } = minimumLength;

    /// <summary>Decodes <paramref name="count"/> blocks to integers and scales. Bounds are not checked.</summary>
    /// <param name="block">The first block, at any address.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="integers"><c>[values]</c>.</param>
    /// <param name="scales"><c>[values / ScaleLength]</c>.</param>
    /// <param name="minimums"><c>[values / MinimumLength]</c>; not written by a format without minimums.</param>
    public abstract unsafe void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums);
}
