using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>
/// Rotary position embedding (RoPE), half-split (NEOX): features i and i + half are rotated by the angle <c>position * base^(-i /
/// half)</c>.
/// </summary>
internal static unsafe class Rope
{
    /// <summary>Writes the cosines and sines of one token's position into the RoPE table.</summary>
    /// <param name="position">The token's position in its text, from 0.</param>
    /// <param name="frequencies"><c>base^(-i / half)</c>, <c>[half]</c>; double, because a float angle has an error of 0.002 at
    /// position 32,000.</param>
    /// <param name="table">Panels of <c>[2 * half x tokens]</c>: cosines, then sines.</param>
    /// <param name="token">The token's column in <paramref name="table"/>.</param>
    public static void WriteRopeTable(int position, ReadOnlySpan<double> frequencies, PanelView table, int token)
    {
        for (var i = 0; i < frequencies.Length; i++)
        {
            var (sin, cos) = Math.SinCos(position * frequencies[i]);
            table[i, token] = (float)cos;
            table[frequencies.Length + i, token] = (float)sin;
        }
    }

    /// <summary>Rotates one head of one micro-panel in place, and scales it.</summary>
    /// <param name="head"><c>[2 * half x lanes]</c>.</param>
    /// <param name="ropeTable"><c>[2 * half x lanes]</c>: cosines, then sines.</param>
    /// <param name="half">Pairs of features.</param>
    /// <param name="lanes">Panel width, a multiple of 8.</param>
    /// <param name="scale">Factor of the result: the attention scale for queries, 1 for keys.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* head, float* ropeTable, int half, int lanes, float scale)
    {
        var count = half * lanes;
        for (var i = 0; i < count; i += 8)
        {
            var cos = Vector256.Load(ropeTable + i) * scale;
            var sin = Vector256.Load(ropeTable + count + i) * scale;
            var a = Vector256.Load(head + i);
            var b = Vector256.Load(head + count + i);
            ((a * cos) - (b * sin)).Store(head + i);
            ((b * cos) + (a * sin)).Store(head + count + i);
        }
    }
}
