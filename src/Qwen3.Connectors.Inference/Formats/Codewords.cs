using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Dequantises codebook entries of eight bytes to [8] values.</summary>
internal static unsafe class Codewords
{
    /// <summary>value = scale * codeword, with the signs of a row of <see cref="SignMasks"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaleAndSign(ulong codeword, Vector256<float> scale, uint* signMask, float* values)
    {
        var magnitudes = scale * ToSingles(codeword);
        (magnitudes.AsUInt32() ^ Vector256.Load(signMask)).AsSingle().Store(values);
    }

    /// <summary>value = scale * (codeword + delta).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ShiftAndScale(ulong codeword, Vector256<float> delta, Vector256<float> scale, float* values) =>
        (scale * (ToSingles(codeword) + delta)).Store(values);

    /// <summary>The delta of IQ1: +1/8, or -1/8 if the lowest bit is set. Branch-free, because the bit is random.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Delta(uint signBit) =>
        Vector256.Create(BitConverter.SingleToUInt32Bits(0.125f) | (signBit << 31)).AsSingle();

    /// <summary>Negates the bytes of four codewords where the mask is 0xFF.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Sign(Vector256<ulong> codewords, Vector256<ulong> masks) =>
        (codewords ^ masks).AsSByte() - masks.AsSByte();

    /// <summary>Eight times the bytes of codewords with levels of magnitude 1: the unit in which the delta of IQ1 is an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> TimesEight(Vector256<sbyte> codewords)
    {
        var two = codewords + codewords;
        var four = two + two;
        return four + four;
    }

    /// <summary>Joins two codewords of four values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Join(uint first, uint second) => first | ((ulong)second << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToSingles(ulong codeword) =>
        SmallIntegers.LowToSingles(Vector128.CreateScalarUnsafe(codeword).AsSByte());
}
