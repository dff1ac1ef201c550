using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>The sixteen levels of the non-linear 4-bit formats.</summary>
internal static unsafe class NibbleCodebook
{
    /// <summary>IQ4_NL and IQ4_XS: levels with smaller steps near zero.</summary>
    public static Vector128<sbyte> NonLinear =>
        Vector128.Create((sbyte)-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

    /// <summary>MXFP4: the E2M1 floats times two, which are integers. Minus zero is zero, as in ggml.</summary>
    public static Vector128<sbyte> E2M1Doubled => Vector128.Create((sbyte)0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12);

    /// <summary>Decodes the 32 nibbles of 16 bytes, low nibbles first: value = scale * levels[nibble].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Decode(byte* packed, Vector128<sbyte> levels, float scale, float* values)
    {
        var (low, high) = BitFields.Nibbles(packed);
        // The native shuffle is undefined for indices above 15; a nibble is at most 15.
        Affine.Scale(Vector128.ShuffleNative(levels, low.AsSByte()), scale, values);
        Affine.Scale(Vector128.ShuffleNative(levels, high.AsSByte()), scale, values + 16);
    }

    /// <summary>Decodes the levels of the 32 nibbles of 16 bytes, low nibbles first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DecodeIntegers(byte* packed, Vector128<sbyte> levels, short* integers)
    {
        var (low, high) = BitFields.Nibbles(packed);
        ShortIntegers.Store(Vector128.ShuffleNative(levels, low.AsSByte()), integers);
        ShortIntegers.Store(Vector128.ShuffleNative(levels, high.AsSByte()), integers + 16);
    }
}
