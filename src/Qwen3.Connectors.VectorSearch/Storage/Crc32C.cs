using System.Buffers.Binary;
using System.Numerics;

namespace Qwen3.Connectors.VectorSearch.Storage;

/// <summary>CRC-32C (Castagnoli, RFC 3720), which CPUs compute in one instruction per 8 bytes.</summary>
internal static class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Initial = uint.MaxValue;

    public static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            state = BitOperations.Crc32C(state, value);
        }

        return state;
    }

    public static uint Finish(uint state) => ~state;
}
