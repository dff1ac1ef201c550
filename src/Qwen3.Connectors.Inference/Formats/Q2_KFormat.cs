using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// Q2_K: 16 bytes of scale (low nibble) and minimum (high nibble) | 64 bytes of 2-bit q | half d | half dmin; value = d * scale * q -
/// dmin * minimum.
/// </summary>
/// <remarks>
/// 128 values take 32 bytes: bits 0-1 of each byte are the first 32 values, bits 2-3 the next 32, and so on. One scale per 16 values.
/// </remarks>
internal sealed unsafe class Q2_KFormat()
    : IntegerFormat(GgmlType.Q2_K, blockLength: 256, blockBytes: 84, maxMagnitude: 45, minimumLength: 16)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 84, scales += 8, minimums += 16)
        {
            Vector256.Create(HalfPrecision.Read(block + 80)).Store(scales);
            Affine.Scale(BitFields.Nibbles(block).High.AsSByte(), -HalfPrecision.Read(block + 82), minimums);

            var q = Vector256.Load(block + 16);
            for (var group = 0; group < 16; group += 2, integers += 32)
            {
                var q32 = (q & Vector256.Create((byte)3)).AsSByte();
                ShortIntegers.StoreScaled(q32, block[group] & 15, block[group + 1] & 15, integers);
                q = group == 6 ? Vector256.Load(block + 48) : (q.AsUInt16() >>> 2).AsByte();
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var scales = stackalloc float[32];
        for (; count > 0; count--, block += 84)
        {
            var (scale, minimum) = BitFields.Nibbles(block);
            Affine.Scale(scale.AsSByte(), HalfPrecision.Read(block + 80), scales);
            Affine.Scale(minimum.AsSByte(), -HalfPrecision.Read(block + 82), scales + 16);

            var q = Vector256.Load(block + 16);
            for (var group = 0; group < 16; group += 2, values += 32)
            {
                var q32 = (q & Vector256.Create((byte)3)).AsSByte();
                Affine.ScaleAndShift(q32.GetLower(), scales[group], scales[16 + group], values);
                Affine.ScaleAndShift(q32.GetUpper(), scales[group + 1], scales[17 + group], values + 16);
                q = group == 6 ? Vector256.Load(block + 48) : (q.AsUInt16() >>> 2).AsByte();
            }
        }
    }
}
