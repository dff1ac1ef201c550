using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>Extracts values of a few bits from packed bytes.</summary>
/// <remarks>
/// CPUs shift words, not bytes: the mask must clear the bits that a shift moves in from the neighbouring byte.
/// </remarks>
internal static unsafe class BitFields
{
    /// <summary>Shifts every byte right and applies <paramref name="mask"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Right(Vector256<byte> bytes, [ConstantExpected] int shift, byte mask) =>
        (bytes.AsUInt16() >>> shift).AsByte() & Vector256.Create(mask);

    /// <summary>Shifts every byte left and applies <paramref name="mask"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Left(Vector256<byte> bytes, [ConstantExpected] int shift, byte mask) =>
        (bytes.AsUInt16() << shift).AsByte() & Vector256.Create(mask);

    /// <summary>
    /// Splits 16 bytes into nibbles: in a block of 32 values the low nibbles are values 0 to 15, the high nibbles values 16 to 31.
    /// </summary>
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
