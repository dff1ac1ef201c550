using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// Q4_K: half d | half dmin | 12 bytes of <see cref="SixBitScales"/> | 128 bytes of nibbles q; value = d * scale * q - dmin * minimum.
/// </summary>
/// <remarks>Each 32 bytes hold two groups of 32 values: the low nibbles, then the high ones.</remarks>
internal sealed unsafe class Q4_KFormat()
    : IntegerFormat(GgmlType.Q4_K, blockLength: 256, blockBytes: 144, maxMagnitude: 15, minimumLength: 32)
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var unpacked = stackalloc float[16];
        for (; count > 0; count--, block += 144, scales += 8, minimums += 8)
        {
            SixBitScales.Unpack(block + 4, HalfPrecision.Read(block), HalfPrecision.Read(block + 2), unpacked);
            Vector256.Load(unpacked).Store(scales);
            Vector256.Load(unpacked + 8).Store(minimums);

            for (var group = 0; group < 8; group += 2, integers += 64)
            {
                var q = Vector256.Load(block + 16 + (16 * group));
                ShortIntegers.Store((q & Vector256.Create((byte)0x0F)).AsSByte(), integers);
                ShortIntegers.Store(BitFields.Right(q, 4, 0x0F).AsSByte(), integers + 32);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var scales = stackalloc float[16];
        for (; count > 0; count--, block += 144)
        {
            SixBitScales.Unpack(block + 4, HalfPrecision.Read(block), HalfPrecision.Read(block + 2), scales);

            for (var group = 0; group < 8; group += 2, values += 64)
            {
                var q = Vector256.Load(block + 16 + (16 * group));
                Affine.ScaleAndShift((q & Vector256.Create((byte)0x0F)).AsSByte(), scales[group], scales[8 + group], values);
                Affine.ScaleAndShift(BitFields.Right(q, 4, 0x0F).AsSByte(), scales[group + 1], scales[9 + group], values + 32);
            }
        }
    }
}
