using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Q6_K: 128 bytes of nibbles | 64 bytes of high bit pairs | 16 signed scales | half d; value = d * scale * (q - 32).</summary>
/// <remarks>
/// 128 values take 64 bytes of nibbles (all low nibbles, then all high nibbles) and 32 bytes of bit pairs (bits 0-1 of all bytes, then
/// 2-3, ...).
/// One scale per 16 values.
/// </remarks>
internal sealed unsafe class Q6_KFormat() : IntegerFormat(GgmlType.Q6_K, blockLength: 256, blockBytes: 210, maxMagnitude: 4096)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DecodeIntegers(byte* block, int count, short* integers, float* scales, float* minimums)
    {
        for (; count > 0; count--, block += 210, scales += 8)
        {
            Vector256.Create(HalfPrecision.Read(block + 208)).Store(scales);

            var factors = (sbyte*)block + 192;
            for (var half = 0; half < 2; half++, integers += 128, factors += 8)
            {
                var first = Vector256.Load(block + (64 * half));
                var second = Vector256.Load(block + (64 * half) + 32);
                var pairs = Vector256.Load(block + 128 + (32 * half));
                var lowNibble = Vector256.Create((byte)0x0F);
                DecodeRun((first & lowNibble) | BitFields.Left(pairs, 4, 0x30), factors, integers);
                DecodeRun((second & lowNibble) | BitFields.Left(pairs, 2, 0x30), factors + 2, integers + 32);
                DecodeRun(BitFields.Right(first, 4, 0x0F) | (pairs & Vector256.Create((byte)0x30)), factors + 4, integers + 64);
                DecodeRun(BitFields.Right(second, 4, 0x0F) | BitFields.Right(pairs, 2, 0x30), factors + 6, integers + 96);
            }
        }
    }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DecodeRun(Vector256<byte> q, sbyte* factors, short* integers) =>
        ShortIntegers.StoreScaled(q.AsSByte() - Vector256.Create((sbyte)32), factors[0], factors[1], integers);
}
