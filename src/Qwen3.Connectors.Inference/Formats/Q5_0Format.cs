using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q5_0: half d | 32 fifth bits | 16 bytes of nibbles; value = (q - 16) * d.</summary>
internal sealed unsafe class Q5_0Format() : IntegerFormat(GgmlType.Q5_0, blockLength: 32, blockBytes: 22, maxMagnitude: 16)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 22, integers += 32)
        {
            var extension = Vector256.AndNot(Vector256.Create((byte)0xF0), BitFields.Spread(Unsafe.ReadUnaligned<uint>(block + 2)));
            var (low, high) = BitFields.Nibbles(block + 6);
            ShortIntegers.Store((low | extension.GetLower()).AsSByte(), integers);
            ShortIntegers.Store((high | extension.GetUpper()).AsSByte(), integers + 16);
            *scales++ = HalfPrecision.Read(block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        for (; count > 0; count--, block += 22, values += 32)
        {
            // With the fifth bit set, the nibble is q - 16; with the fifth bit clear, sign extension gives q - 16.
            var extension = Vector256.AndNot(Vector256.Create((byte)0xF0), BitFields.Spread(Unsafe.ReadUnaligned<uint>(block + 2)));
            var (low, high) = BitFields.Nibbles(block + 6);
            var d = HalfPrecision.Read(block);
            Affine.Scale((low | extension.GetLower()).AsSByte(), d, values);
            Affine.Scale((high | extension.GetUpper()).AsSByte(), d, values + 16);
        }
    }
}
