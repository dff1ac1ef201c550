using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Qwen3.Connectors.Caching.Lookup;

namespace Qwen3.Connectors.Caching.Storage;

/// <summary>
/// Converts a cached vector from and to bytes, all little-endian: version (4 bytes), dimensions (4), tokens (4), truncated tokens (4),
/// creation time in UTC ticks or 0 (8), floats (4 each), and the first 16 bytes of the SHA-256 hash of the key and of all before.
/// </summary>
internal static class VectorSerializer
{
    /// <summary>"Q3E" and the version of the layout.</summary>
    private const uint Version = 0x01453351;

    private const int HeaderBytes = 24;
    private const int ChecksumBytes = 16;

    public static byte[] Write(string key, CachedVector vector)
    {
        var dimensions = vector.Values.Length;
        var bytes = new byte[HeaderBytes + (dimensions * sizeof(float)) + ChecksumBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), vector.TokenCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), vector.TruncatedTokenCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), vector.CreatedAt?.UtcTicks ?? 0);
        for (var i = 0; i < dimensions; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(HeaderBytes + (i * sizeof(float))), vector.Values.Span[i]);
        }

        WriteChecksum(key, bytes.AsSpan(0, bytes.Length - ChecksumBytes), bytes.AsSpan(bytes.Length - ChecksumBytes));
        return bytes;
    }

    /// <returns>The vector; null where the bytes are damaged, of another version, or were stored with another key.</returns>
    public static CachedVector? Read(string key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + sizeof(float) + ChecksumBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Version)
        {
            return null;
        }

        var content = bytes[..^ChecksumBytes];
        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        WriteChecksum(key, content, checksum);
        var dimensions = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (!checksum.SequenceEqual(bytes[^ChecksumBytes..]) || content.Length != HeaderBytes + ((long)dimensions * sizeof(float)))
        {
            return null;
        }

        var values = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(content[(HeaderBytes + (i * sizeof(float)))..]);
        }

        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        return new CachedVector(
            values,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero));
    }

    private static void WriteChecksum(string key, ReadOnlySpan<byte> content, Span<byte> destination)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(key));
        hash.AppendData(content);
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(full);
        full[..ChecksumBytes].CopyTo(destination);
    }
}
