using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Unpacks the eight 6-bit scales and eight 6-bit minimums of Q4_K and Q5_K from 12 bytes.</summary>
internal static unsafe class SixBitScales
{
    /// <summary>Writes d * scale of the eight groups, then -dmin * minimum of the eight groups.</summary>
    /// <param name="packed">
    /// Bytes 0-3: scales 0-3, and the high bits of scales 4-7 above them. Bytes 4-7: likewise the minimums.
    /// Bytes 8-11: the low nibbles of scales 4-7, and those of minimums 4-7 above them.
    /// </param>
    /// <param name="d">The scale of the scales.</param>
    /// <param name="dmin">The scale of the minimums.</param>
    /// <param name="scales">[16]</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unpack(byte* packed, float d, float dmin, float* scales)
    {
        var first = Unsafe.ReadUnaligned<uint>(packed);
        var second = Unsafe.ReadUnaligned<uint>(packed + 4);
        var nibbles = Unsafe.ReadUnaligned<uint>(packed + 8);
        var q = Vector128.Create(
            first & 0x3F3F_3F3F,
            (nibbles & 0x0F0F_0F0F) | ((first >> 2) & 0x3030_3030),
            second & 0x3F3F_3F3F,
            ((nibbles >> 4) & 0x0F0F_0F0F) | ((second >> 2) & 0x3030_3030)).AsSByte();

        var (forScales, forMinimums) = SmallIntegers.ToSingles(q);
        (forScales * Vector256.Create(d)).Store(scales);
        (forMinimums * Vector256.Create(-dmin)).Store(scales + 8);
    }
}
