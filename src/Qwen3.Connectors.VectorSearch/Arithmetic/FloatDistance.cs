using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.VectorSearch.Arithmetic;

/// <summary>Distances of vectors that are no dot products: sums over the dimensions of a term.</summary>
internal static class FloatDistance
{
    /// <summary>The sum of squared differences.</summary>
    /// <param name="row"><c>[stride]</c>, a multiple of <see cref="FloatDot.Lanes"/>.</param>
    /// <param name="query"><c>[stride]</c>.</param>
    public static float SquaredEuclidean(ReadOnlySpan<float> row, ReadOnlySpan<float> query) => Sum<Squared>(row, query);

    /// <summary>The sum of absolute differences.</summary>
    /// <param name="row"><c>[stride]</c>, a multiple of <see cref="FloatDot.Lanes"/>.</param>
    /// <param name="query"><c>[stride]</c>.</param>
    public static float Manhattan(ReadOnlySpan<float> row, ReadOnlySpan<float> query) => Sum<Absolute>(row, query);

    /// <summary>The number of dimensions whose values differ.</summary>
    /// <param name="row"><c>[stride]</c>, a multiple of <see cref="FloatDot.Lanes"/>.</param>
    /// <param name="query"><c>[stride]</c>.</param>
    public static float Hamming(ReadOnlySpan<float> row, ReadOnlySpan<float> query) => Sum<Differs>(row, query);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum<TTerm>(ReadOnlySpan<float> row, ReadOnlySpan<float> query)
        where TTerm : struct, ITerm
    {
        ref var r = ref MemoryMarshal.GetReference(row);
        ref var q = ref MemoryMarshal.GetReference(query[..row.Length]);
        var sum = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)row.Length; i += FloatDot.Lanes)
        {
            sum += TTerm.Of(Vector256.LoadUnsafe(ref r, i), Vector256.LoadUnsafe(ref q, i));
        }

        return Vector256.Sum(sum);
    }

    private interface ITerm
    {
        static abstract Vector256<float> Of(Vector256<float> a, Vector256<float> b);
    }

    private struct Squared : ITerm
    {
        public static Vector256<float> Of(Vector256<float> a, Vector256<float> b) => (a - b) * (a - b);
    }

    private struct Absolute : ITerm
    {
        public static Vector256<float> Of(Vector256<float> a, Vector256<float> b) => Vector256.Abs(a - b);
    }

    private struct Differs : ITerm
    {
        public static Vector256<float> Of(Vector256<float> a, Vector256<float> b) =>
            Vector256.ConditionalSelect(Vector256.Equals(a, b), Vector256<float>.Zero, Vector256<float>.One);
    }
}
