using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Converts signed bytes to floats, exactly. Apart from memory reads this is most of the cost of decoding.</summary>
internal static class SmallIntegers
{
    /// <summary>The lower eight lanes and the upper eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Low, Vector256<float> High) ToSingles(Vector128<sbyte> q)
    {
        if (Avx2.IsSupported)
        {
            return (LowToSingles(q), LowToSingles(Sse2.ShiftRightLogical128BitLane(q, 8)));
        }

        var words = Vector256.WidenLower(q.ToVector256Unsafe());
        return (Vector256.ConvertToSingle(Vector256.WidenLower(words)), Vector256.ConvertToSingle(Vector256.WidenUpper(words)));
    }

    /// <summary>The lower eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LowToSingles(Vector128<sbyte> q)
    {
        if (Avx2.IsSupported)
        {
            return Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(q));
        }

        return Vector256.ConvertToSingle(Vector256.WidenLower(Vector128.WidenLower(q).ToVector256Unsafe()));
    }

    /// <summary>All sixteen lanes; requires 512-bit registers (<see cref="Vector512.IsHardwareAccelerated"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSixteenSingles(Vector128<sbyte> q) => Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(q));
}
