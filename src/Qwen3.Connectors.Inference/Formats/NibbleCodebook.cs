using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>The sixteen levels that a nibble can stand for in the non-linear 4-bit formats.</summary>
internal static unsafe class NibbleCodebook
{
    /// <summary>IQ4_NL and IQ4_XS: levels that lie closer around zero.</summary>
    public static Vector128<sbyte> NonLinear => Vector128.Create((sbyte)-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

    /// <summary>MXFP4: the E2M1 floats, doubled to be integers. Minus zero is plain zero, as in ggml.</summary>
    public static Vector128<sbyte> E2M1Doubled => Vector128.Create((sbyte)0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12);

    /// <summary>Decodes the 32 nibbles of 16 bytes, first the low ones: value = scale * levels[nibble].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Decode(byte* packed, Vector128<sbyte> levels, float scale, float* values)
    {
        var (low, high) = BitFields.Nibbles(packed);
        // The native shuffle is undefined from index 16 on, which a nibble never reaches.
        Affine.Scale(Vector128.ShuffleNative(levels, low.AsSByte()), scale, values);
        Affine.Scale(Vector128.ShuffleNative(levels, high.AsSByte()), scale, values + 16);
    }
}
