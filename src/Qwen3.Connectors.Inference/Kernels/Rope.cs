using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Rotary position embedding, half-split (NEOX): feature i turns with feature i + half by the angle <c>position * base^(-i / half)</c>.</summary>
internal static unsafe class Rope
{
    /// <summary>Writes the cosines and sines of one token's position.</summary>
    /// <param name="position">The token's place in its text, from 0.</param>
    /// <param name="frequencies"><c>base^(-i / half)</c>, <c>[half]</c>; double, since a float angle is off by 0.002 at position 32,000.</param>
    /// <param name="table">Panels of <c>[2 * half x tokens]</c>: cosines, then sines.</param>
    /// <param name="token">The token's place in <paramref name="table"/>.</param>
    public static void WriteRopeTable(int position, ReadOnlySpan<double> frequencies, PanelView table, int token)
    {
        for (var i = 0; i < frequencies.Length; i++)
        {
            var (sin, cos) = Math.SinCos(position * frequencies[i]);
            table[i, token] = (float)cos;
            table[frequencies.Length + i, token] = (float)sin;
        }
    }

    /// <summary>Turns one head of one panel, in place, and scales it.</summary>
    /// <param name="head"><c>[2 * half x lanes]</c>.</param>
    /// <param name="angles"><c>[2 * half x lanes]</c>: cosines, then sines.</param>
    /// <param name="half">Pairs of features.</param>
    /// <param name="lanes">Tokens of the panel, a multiple of 8.</param>
    /// <param name="scale">A factor on the result: queries carry the scale of attention.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* head, float* angles, int half, int lanes, float scale)
    {
        var count = half * lanes;
        for (var i = 0; i < count; i += 8)
        {
            var cos = Vector256.Load(angles + i) * scale;
            var sin = Vector256.Load(angles + count + i) * scale;
            var a = Vector256.Load(head + i);
            var b = Vector256.Load(head + count + i);
            ((a * cos) - (b * sin)).Store(head + i);
            ((b * cos) + (a * sin)).Store(head + count + i);
        }
    }
}
