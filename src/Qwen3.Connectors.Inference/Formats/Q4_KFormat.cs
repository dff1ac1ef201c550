using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>
/// Q4_K: half d | half dmin | 12 bytes of <see cref="SixBitScales"/> | 128 bytes of nibbles q; value = d * scale * q - dmin * minimum.
/// </summary>
/// <remarks>Each 32 bytes hold two groups of 32 values: the low nibbles, then the high ones.</remarks>
internal sealed unsafe class Q4_KFormat() : BlockFormat(GgmlType.Q4_K, blockLength: 256, blockBytes: 144)
{
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
