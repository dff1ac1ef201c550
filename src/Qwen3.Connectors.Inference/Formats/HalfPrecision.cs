using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen3.Connectors.Inference.Formats;

/// <summary>IEEE binary16 to binary32, exact for every pattern.</summary>
internal static unsafe class HalfPrecision
{
    /// <summary>Reads a half from an unaligned address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(byte* half)
    {
        // As Widen below: the conversion of the BCL is exact too, but takes three times as long.
        const uint ExponentOffset = 112u << 23;
        const uint SmallestNormal = 113u << 23;

        uint bits = Unsafe.ReadUnaligned<ushort>(half);
        var magnitude = (bits & 0x7FFF) << 13;
        var sign = (bits & 0x8000) << 16;
        if (magnitude >= 31u << 23)
        {
            return BitConverter.UInt32BitsToSingle((magnitude + ExponentOffset + ExponentOffset) | sign);
        }

        var value = magnitude >= 1u << 23
            ? BitConverter.UInt32BitsToSingle(magnitude + ExponentOffset)
            : BitConverter.UInt32BitsToSingle(magnitude + SmallestNormal) - BitConverter.UInt32BitsToSingle(SmallestNormal);
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) | sign);
    }

    /// <summary>Widens the halves in the low 16 bits of eight lanes; the high bits are 0.</summary>
    /// <remarks>
    /// With the fraction shifted by 13 bits, 127 - 15 = 112 is added to the exponent, and 112 again for infinity and NaN (31 becomes
    /// 255). A subnormal gets the exponent of 2^-14 and thus a leading one, which a subtraction removes: no subnormal single is an
    /// operand, because those are slow on some CPUs.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Widen(Vector256<uint> halves)
    {
        var exponentOffset = Vector256.Create(112u << 23);
        var smallestNormal = Vector256.Create(113u << 23);

        var magnitude = (halves & Vector256.Create(0x7FFFu)) << 13;
        var sign = (halves & Vector256.Create(0x8000u)) << 16;
        // Magnitudes are positive as signed integers, and every CPU has a signed comparison.
        var isInfinityOrNaN = Vector256.GreaterThan(magnitude.AsInt32(), Vector256.Create((31 << 23) - 1)).AsUInt32();
        var isSubnormal = Vector256.LessThan(magnitude.AsInt32(), Vector256.Create(1 << 23)).AsUInt32();

        var subnormal = (magnitude + smallestNormal).AsSingle() - smallestNormal.AsSingle();
        var other = magnitude + exponentOffset + (isInfinityOrNaN & exponentOffset);
        return (Vector256.ConditionalSelect(isSubnormal, subnormal.AsUInt32(), other) | sign).AsSingle();
    }
}
