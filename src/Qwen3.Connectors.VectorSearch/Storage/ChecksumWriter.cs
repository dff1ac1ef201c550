using System.Buffers.Binary;

namespace Qwen3.Connectors.VectorSearch.Storage;

/// <summary>Writes bytes to a stream and the checksum of a section behind it.</summary>
internal sealed class ChecksumWriter(Stream stream)
{
    private uint _state = Crc32C.Initial;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _state = Crc32C.Update(_state, bytes);
        stream.Write(bytes);
    }

    /// <summary>Writes the checksum of what was written since the last one.</summary>
    public void WriteChecksum()
    {
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Finish(_state));
        stream.Write(checksum);
        _state = Crc32C.Initial;
    }
}
