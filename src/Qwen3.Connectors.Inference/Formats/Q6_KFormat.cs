using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q6_K: 128 bytes of nibbles | 64 bytes of high bit pairs | 16 signed scales | half d; value = d * scale * (q - 32).</summary>
/// <remarks>
/// 128 values take 64 bytes of nibbles (all low nibbles, then all high nibbles) and 32 bytes of bit pairs (bits 0-1 of all bytes, then
/// 2-3, ...).
/// One scale per 16 values.
/// </remarks>
internal sealed unsafe class Q6_KFormat() : BlockFormat(GgmlType.Q6_K, blockLength: 256, blockBytes: 210)
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DecodeBlocks(byte* block, int count, float* values)
    {
        var scales = stackalloc float[16];
        for (; count > 0; count--, block += 210)
        {
            Affine.Scale(Vector128.Load((sbyte*)block + 192), HalfPrecision.Read(block + 208), scales);

            for (var half = 0; half < 2; half++, values += 128)
            {
                var first = Vector256.Load(block + (64 * half));
                var second = Vector256.Load(block + (64 * half) + 32);
                var pairs = Vector256.Load(block + 128 + (32 * half));
                var lowNibble = Vector256.Create((byte)0x0F);
                DecodeRun((first & lowNibble) | BitFields.Left(pairs, 4, 0x30), scales + (8 * half), values);
                DecodeRun((second & lowNibble) | BitFields.Left(pairs, 2, 0x30), scales + (8 * half) + 2, values + 32);
                DecodeRun(BitFields.Right(first, 4, 0x0F) | (pairs & Vector256.Create((byte)0x30)), scales + (8 * half) + 4, values + 64);
                DecodeRun(BitFields.Right(second, 4, 0x0F) | BitFields.Right(pairs, 2, 0x30), scales + (8 * half) + 6, values + 96);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DecodeRun(Vector256<byte> q, float* scales, float* values)
    {
        var centred = q.AsSByte() - Vector256.Create((sbyte)32);
        Affine.Scale(centred.GetLower(), scales[0], values);
        Affine.Scale(centred.GetUpper(), scales[1], values + 16);
    }
}
