using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Widens signed bytes to 16-bit integers in lane order, and multiplies them with the factor of a group.</summary>
internal static unsafe class ShortIntegers
{
    /// <summary>Writes [16] integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<sbyte> q, short* integers) => Widen(q).Store(integers);

    /// <summary>Writes [32] integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<sbyte> q, short* integers)
    {
        Store(q.GetLower(), integers);
        Store(q.GetUpper(), integers + 16);
    }

    /// <summary>Writes [16] integers, each <paramref name="factor"/> times its byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreScaled(Vector128<sbyte> q, int factor, short* integers) =>
        (Widen(q) * Vector256.Create((short)factor)).Store(integers);

    /// <summary>Writes [32] integers, the first 16 multiplied with one factor and the others with another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreScaled(Vector256<sbyte> q, int lowerFactor, int upperFactor, short* integers)
    {
        StoreScaled(q.GetLower(), lowerFactor, integers);
        StoreScaled(q.GetUpper(), upperFactor, integers + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(Vector128<sbyte> q) => Vector256.WidenLower(q.ToVector256Unsafe());
}
