using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Values of a few bits, taken out of packed bytes.</summary>
/// <remarks>
/// CPUs shift words, not bytes; bits that cross into the neighbour byte are masked away, so a mask must clear the bits that a shift brings in.
/// </remarks>
internal static unsafe class BitFields
{
    /// <summary>The bits of <paramref name="mask"/> of every byte, after a shift to the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Right(Vector256<byte> bytes, [ConstantExpected] int shift, byte mask) =>
        (bytes.AsUInt16() >>> shift).AsByte() & Vector256.Create(mask);

    /// <summary>The bits of <paramref name="mask"/> of every byte, after a shift to the left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Left(Vector256<byte> bytes, [ConstantExpected] int shift, byte mask) =>
        (bytes.AsUInt16() << shift).AsByte() & Vector256.Create(mask);

    /// <summary>The nibbles of 16 bytes: in a block of 32 values the low ones are the first 16, the high ones the last 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<byte> Low, Vector128<byte> High) Nibbles(byte* packed)
    {
        var bytes = Vector128.Load(packed);
        var mask = Vector128.Create((byte)0x0F);
        return (bytes & mask, (bytes.AsUInt16() >>> 4).AsByte() & mask);
    }

    /// <summary>Lane i is 0xFF where bit i is set, otherwise 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Spread(uint bits)
    {
        var copies = Vector128.Create(bits).AsByte();
        // Eight lanes get the byte that holds their bits: 0 x 8, 1 x 8 | 2 x 8, 3 x 8.
        var bytes = Vector256.Create(
            Vector128.Shuffle(copies, Vector128.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)),
            Vector128.Shuffle(copies, Vector128.Create((byte)2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3)));
        var bitOfLane = Vector256.Create(0x8040_2010_0804_0201UL).AsByte();
        return Vector256.Equals(bytes & bitOfLane, bitOfLane);
    }
}
