using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Dequantises small integers: value = q * scale, or q * scale + offset, in lane order.</summary>
/// <remarks>
/// Product and sum are rounded separately, as in ggml: a fused multiply-add would change the last bit. A 128-bit vector gives [16]
/// values, a
/// 256-bit vector [32].
/// </remarks>
internal static unsafe class Affine
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(Vector128<sbyte> q, float scale, float* values)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            (SmallIntegers.ToSixteenSingles(q) * Vector512.Create(scale)).Store(values);
            return;
        }

        var (low, high) = SmallIntegers.ToSingles(q);
        var scales = Vector256.Create(scale);
        (low * scales).Store(values);
        (high * scales).Store(values + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(Vector256<sbyte> q, float scale, float* values)
    {
        Scale(q.GetLower(), scale, values);
        Scale(q.GetUpper(), scale, values + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaleAndShift(Vector128<sbyte> q, float scale, float offset, float* values)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ((SmallIntegers.ToSixteenSingles(q) * Vector512.Create(scale)) + Vector512.Create(offset)).Store(values);
            return;
        }

        var (low, high) = SmallIntegers.ToSingles(q);
        var scales = Vector256.Create(scale);
        var offsets = Vector256.Create(offset);
        ((low * scales) + offsets).Store(values);
        ((high * scales) + offsets).Store(values + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaleAndShift(Vector256<sbyte> q, float scale, float offset, float* values)
    {
        ScaleAndShift(q.GetLower(), scale, offset, values);
        ScaleAndShift(q.GetUpper(), scale, offset, values + 16);
    }
}
