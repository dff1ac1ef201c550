using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// Q5_K: half d | half dmin | 12 bytes of <see cref="SixBitScales"/> | 32 bytes of fifth bits | 128 bytes of nibbles; value = d * scale
/// * q - dmin * minimum.
/// </summary>
/// <remarks>Nibbles are ordered as in <see cref="Q4_KFormat"/>; bit n of the 32 bytes is the fifth bit of group n.</remarks>
internal sealed unsafe class Q5_KFormat()
    : IntegerFormat(GgmlType.Q5_K, blockLength: 256, blockBytes: 176, maxMagnitude: 31, minimumLength: 32)
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        var unpacked = stackalloc float[16];
        for (; count > 0; count--, block += 176, scales += 8, minimums += 8)
        {
            SixBitScales.Unpack(block + 4, HalfPrecision.Read(block), HalfPrecision.Read(block + 2), unpacked);
            Vector256.Load(unpacked).Store(scales);
            Vector256.Load(unpacked + 8).Store(minimums);

            var fifthBits = Vector256.Load(block + 16);
            for (var group = 0; group < 8; group += 2, integers += 64)
            {
                var nibbles = Vector256.Load(block + 48 + (16 * group));
                var low = (nibbles & Vector256.Create((byte)0x0F)) | BitFields.Left(fifthBits, 4, 0x10);
                var high = BitFields.Right(nibbles, 4, 0x0F) | BitFields.Left(fifthBits, 3, 0x10);
                ShortIntegers.Store(low.AsSByte(), integers);
                ShortIntegers.Store(high.AsSByte(), integers + 32);
                fifthBits = (fifthBits.AsUInt16() >>> 2).AsByte();
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var scales = stackalloc float[16];
        for (; count > 0; count--, block += 176)
        {
            SixBitScales.Unpack(block + 4, HalfPrecision.Read(block), HalfPrecision.Read(block + 2), scales);

            var fifthBits = Vector256.Load(block + 16);
            for (var group = 0; group < 8; group += 2, values += 64)
            {
                var nibbles = Vector256.Load(block + 48 + (16 * group));
                var low = (nibbles & Vector256.Create((byte)0x0F)) | BitFields.Left(fifthBits, 4, 0x10);
                var high = BitFields.Right(nibbles, 4, 0x0F) | BitFields.Left(fifthBits, 3, 0x10);
                Affine.ScaleAndShift(low.AsSByte(), scales[group], scales[8 + group], values);
                Affine.ScaleAndShift(high.AsSByte(), scales[group + 1], scales[9 + group], values + 32);
                fifthBits = (fifthBits.AsUInt16() >>> 2).AsByte();
            }
        }
    }
}
