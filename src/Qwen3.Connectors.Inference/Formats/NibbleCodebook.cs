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

    /// <summary>The levels of the nibbles of 16 bytes: of the low ones in lanes 0-15, of the high ones in lanes 16-31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> LookUp(Vector128<sbyte> levels, byte* packed)
    {
        var nibbles = BitFields.Nibbles(packed).AsSByte();
        // The native shuffle is undefined from index 16 on, which a nibble never reaches.
        return Vector256.Create(Vector128.ShuffleNative(levels, nibbles.GetLower()), Vector128.ShuffleNative(levels, nibbles.GetUpper()));
    }
}
