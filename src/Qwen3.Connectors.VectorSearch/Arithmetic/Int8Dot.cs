using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen3.Connectors.VectorSearch.Arithmetic;

/// <summary>The dot product of int8 codes and int16 weights in 32 bits. The caller scales weights so that no sum overflows.</summary>
/// <remarks>TensorPrimitives has no dot product of two integer types; a row would have to be widened to 32 bits in memory first.</remarks>
internal static class Int8Dot
{
    /// <summary>Lengths of rows are multiples of this.</summary>
    public const int Lanes = 32;

    /// <summary>Computes with the fastest instructions of this CPU.</summary>
    /// <param name="codes"><c>[stride]</c>.</param>
    /// <param name="weights"><c>[stride]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Best(ReadOnlySpan<sbyte> codes, ReadOnlySpan<short> weights) =>
        Avx2.IsSupported ? WithAvx2(codes, weights) : Portable(codes, weights);

    /// <summary>Widens 16 codes to 16 bits; <c>vpmaddwd</c> multiplies and adds adjacent pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WithAvx2(ReadOnlySpan<sbyte> codes, ReadOnlySpan<short> weights)
    {
        ref var c = ref MemoryMarshal.GetReference(codes);
        ref var w = ref MemoryMarshal.GetReference(weights[..codes.Length]);
        Vector256<int> even = default, odd = default;
        for (nuint i = 0; i < (nuint)codes.Length; i += Lanes)
        {
            var (low, high) = (Vector128.LoadUnsafe(ref c, i), Vector128.LoadUnsafe(ref c, i + 16));
            even += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(low), Vector256.LoadUnsafe(ref w, i));
            odd += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(high), Vector256.LoadUnsafe(ref w, i + 16));
        }

        return Vector256.Sum(even + odd);
    }

    /// <summary>Widens both sides to 32 bits, which a product can need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Portable(ReadOnlySpan<sbyte> codes, ReadOnlySpan<short> weights)
    {
        ref var c = ref MemoryMarshal.GetReference(codes);
        ref var w = ref MemoryMarshal.GetReference(weights[..codes.Length]);
        Vector128<int> lower = default, upper = default;
        for (nuint i = 0; i < (nuint)codes.Length; i += 16)
        {
            var (codesLow, codesHigh) = Vector128.Widen(Vector128.LoadUnsafe(ref c, i));
            var (weightsLow, weightsHigh) = (Vector128.LoadUnsafe(ref w, i), Vector128.LoadUnsafe(ref w, i + 8));
            lower += (Vector128.WidenLower(codesLow) * Vector128.WidenLower(weightsLow))
                + (Vector128.WidenUpper(codesLow) * Vector128.WidenUpper(weightsLow));
            upper += (Vector128.WidenLower(codesHigh) * Vector128.WidenLower(weightsHigh))
                + (Vector128.WidenUpper(codesHigh) * Vector128.WidenUpper(weightsHigh));
        }

        return Vector128.Sum(lower + upper);
    }
}
