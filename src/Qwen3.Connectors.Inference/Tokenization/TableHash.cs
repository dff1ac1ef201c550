using System.Buffers.Binary;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>
/// Hash of the tokenizer's tables: a few multiplications, with a seed per process so that neither texts nor files can be crafted to
/// collide.
/// </summary>
/// <remarks>The mixing step, a 64 x 64 to 128 bit product folded by exclusive or, is that of wyhash.</remarks>
internal static class TableHash
{
    private const ulong Odd = 0xA0761D6478BD642F;
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() << 1 ^ (ulong)Random.Shared.NextInt64();

    public static ulong Of(ulong value) => Mix(value ^ Seed, Odd);

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var state = Seed ^ (ulong)bytes.Length;
        while (bytes.Length > 16)
        {
            state = Mix(Read64(bytes) ^ Odd, Read64(bytes[8..]) ^ state);
            bytes = bytes[16..];
        }

        var (a, b) = bytes.Length switch
        {
            >= 8 => (Read64(bytes), Read64(bytes[^8..])),
            >= 4 => (Read32(bytes), Read32(bytes[^4..])),
            > 0 => (bytes[0] | ((ulong)bytes[bytes.Length >> 1] << 8) | ((ulong)bytes[^1] << 16), 0UL),
            _ => (0UL, 0UL),
        };
        return Mix(Mix(a ^ Odd, b ^ state), Odd);
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    private static ulong Read64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static ulong Read32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
