using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// Q3_K: 32 bytes of third bits | 64 bytes of 2-bit values | 12 bytes of 16 six-bit scales | half d; value = d * (scale - 32) * (q -
/// 4).
/// </summary>
/// <remarks>Values are ordered as in <see cref="Q2_KFormat"/>; bit n of the 32 bytes is the third bit of the n-th 32 values.</remarks>
internal sealed unsafe class Q3_KFormat() : IntegerFormat(GgmlType.Q3_K, blockLength: 256, blockBytes: 110, maxMagnitude: 128)
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var factors = stackalloc sbyte[16];
        for (; count > 0; count--, block += 110, scales += 8)
        {
            Vector256.Create(HalfPrecision.Read(block + 108)).Store(scales);
            UnpackScales(block + 96).Store(factors);

            var thirdBits = Vector256.Load(block);
            var q = Vector256.Load(block + 32);
            for (var group = 0; group < 16; group += 2, integers += 32)
            {
                var q32 = ((q & Vector256.Create((byte)3)) | BitFields.Left(thirdBits, 2, 4)).AsSByte() - Vector256.Create((sbyte)4);
                ShortIntegers.StoreScaled(q32, factors[group], factors[group + 1], integers);
                thirdBits = (thirdBits.AsUInt16() >>> 1).AsByte();
                q = group == 6 ? Vector256.Load(block + 64) : (q.AsUInt16() >>> 2).AsByte();
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var scales = stackalloc float[16];
        for (; count > 0; count--, block += 110)
        {
            Affine.Scale(UnpackScales(block + 96), HalfPrecision.Read(block + 108), scales);

            var thirdBits = Vector256.Load(block);
            var q = Vector256.Load(block + 32);
            for (var group = 0; group < 16; group += 2, values += 32)
            {
                var q32 = ((q & Vector256.Create((byte)3)) | BitFields.Left(thirdBits, 2, 4)).AsSByte() - Vector256.Create((sbyte)4);
                Affine.Scale(q32.GetLower(), scales[group], values);
                Affine.Scale(q32.GetUpper(), scales[group + 1], values + 16);
                thirdBits = (thirdBits.AsUInt16() >>> 1).AsByte();
                q = group == 6 ? Vector256.Load(block + 64) : (q.AsUInt16() >>> 2).AsByte();
            }
        }
    }

    /// <summary>
    /// Scale i less 32 in lane i. Bytes 0-7 hold the low nibbles of scales 0-7 and, above them, those of 8-15;
    /// bits 2k and 2k + 1 of bytes 8-11 are the high bits of scales 4k to 4k + 3.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> UnpackScales(byte* packed)
    {
        var nibbles = Unsafe.ReadUnaligned<ulong>(packed);
        ulong pairs = Unsafe.ReadUnaligned<uint>(packed + 8);
        pairs |= pairs >> 2 << 32;
        var scales = Vector128.Create(
            (nibbles & 0x0F0F_0F0F_0F0F_0F0F) | ((pairs & 0x0303_0303_0303_0303) << 4),
            ((nibbles >> 4) & 0x0F0F_0F0F_0F0F_0F0F) | (pairs & 0x3030_3030_3030_3030));
        return scales.AsSByte() - Vector128.Create((sbyte)32);
    }
}
