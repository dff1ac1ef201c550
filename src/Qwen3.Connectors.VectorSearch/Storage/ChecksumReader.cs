using System.Buffers.Binary;

namespace Qwen3.Connectors.VectorSearch.Storage;

/// <summary>Reads bytes of a stream and checks the checksum behind a section.</summary>
internal sealed class ChecksumReader(Stream stream)
{
    private const int ChunkBytes = 1 << 16;

    private uint _state = Crc32C.Initial;
    private long _position;

    /// <exception cref="InvalidDataException">The stream ends early.</exception>
    public void Read(Span<byte> bytes)
    {
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count < bytes.Length)
        {
            throw new InvalidDataException(
                $"The data of the vector index ends after {_position + count} bytes; at least {bytes.Length - count} more were expected. "
                + "The file is truncated; build the index again.");
        }

        _state = Crc32C.Update(_state, bytes);
        _position += count;
    }

    /// <summary>Reads bytes whose number is not trusted: memory grows with the bytes that the stream has.</summary>
    /// <exception cref="InvalidDataException">The stream ends early.</exception>
    public byte[] ReadUntrusted(int count)
    {
        var bytes = new byte[Math.Min(count, ChunkBytes)];
        for (var read = 0; read < count; read = bytes.Length)
        {
            if (read > 0)
            {
                Array.Resize(ref bytes, (int)Math.Min(count, 2L * read));
            }

            Read(bytes.AsSpan(read));
        }

        return bytes;
    }

    /// <summary>Compares the checksum of what was read since the last one.</summary>
    /// <exception cref="InvalidDataException">The checksum differs or the stream ends early.</exception>
    public void CheckChecksum()
    {
        var computed = Crc32C.Finish(_state);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Read(bytes);
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (stored != computed)
        {
            throw new InvalidDataException(
                $"Checksum mismatch in the data of the vector index: 0x{computed:X8} was computed, 0x{stored:X8} was expected. "
                + "The file is damaged; build the index again.");
        }

        _state = Crc32C.Initial;
    }
}
