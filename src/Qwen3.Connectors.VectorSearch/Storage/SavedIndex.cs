using System.Buffers.Binary;
using Qwen3.Connectors.VectorSearch.Rows;

namespace Qwen3.Connectors.VectorSearch.Storage;

/// <summary>Reads and writes the format of saved indexes. docs/vector-search.md describes it.</summary>
/// <param name="Header">Options and sizes.</param>
/// <param name="Rows">All vectors.</param>
internal sealed record SavedIndex(IndexHeader Header, IndexRows Rows)
{
    private const uint Version = 1;
    private const int PreambleBytes = 16;
    private const int MaxHeaderBytes = 1 << 28;
    private const int ChunkBytes = 1 << 20;

    private static ReadOnlySpan<byte> Signature => "VECINDEX"u8;

    public static void Write(Stream stream, IndexHeader header, IndexRows rows, ReadOnlySpan<int> live)
    {
        var writer = new ChecksumWriter(stream);
        var headerBytes = header.ToBytes();
        var preamble = new byte[PreambleBytes];
        Signature.CopyTo(preamble);
        BinaryPrimitives.WriteUInt32LittleEndian(preamble.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(preamble.AsSpan(12), headerBytes.Length);
        writer.Write(preamble);
        writer.Write(headerBytes);
        writer.WriteChecksum();

        WriteRows(writer, live, sizeof(long), (row, bytes) => BinaryPrimitives.WriteInt64LittleEndian(bytes, rows.Ids[row]));
        WriteRows(writer, live, rows.Scanned.SavedBytesPerRow, rows.Scanned.Save);
        if (rows.HasBoth)
        {
            WriteRows(writer, live, rows.Rescored!.SavedBytesPerRow, rows.Rescored.Save);
        }

        writer.WriteChecksum();
    }

    /// <exception cref="InvalidDataException">
    /// The data is not a vector index, is of a newer version, ends early, or does not match its checksum.
    /// </exception>
    public static SavedIndex Read(Stream stream)
    {
        var reader = new ChecksumReader(stream);
        var header = ReadHeader(reader);
        var rows = header.CreateRows();
        var previousId = -1L;
        ReadRows(reader, header.Count, sizeof(long), (row, bytes) =>
        {
            var id = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            if (id <= previousId || id >= header.NextId)
            {
                throw IndexHeader.Invalid($"the id {id} behind {previousId}", $"an ascending id below {header.NextId}");
            }

            rows.WriteId(row, previousId = id);
        });
        ReadVectors(reader, header.Count, rows.Scanned);
        if (rows.HasBoth)
        {
            ReadVectors(reader, header.Count, rows.Rescored!);
        }

        reader.CheckChecksum();
        rows.Publish(header.Count);
        return new SavedIndex(header, rows);
    }

    private static IndexHeader ReadHeader(ChecksumReader reader)
    {
        var preamble = new byte[PreambleBytes];
        reader.Read(preamble);
        if (!preamble.AsSpan().StartsWith(Signature))
        {
            throw new InvalidDataException("The data is not a vector index; the signature \"VECINDEX\" was expected at its start.");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(preamble.AsSpan(8));
        if (version != Version)
        {
            throw new InvalidDataException(
                $"The vector index has format version {version}; version {Version} was expected. "
                + "Use the version of the package that wrote it.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(preamble.AsSpan(12));
        IndexHeader.Require(length is >= 0 and <= MaxHeaderBytes, $"a header of {length} bytes", $"0 to {MaxHeaderBytes}");
        var bytes = reader.ReadUntrusted(length);
        reader.CheckChecksum();
        return IndexHeader.Parse(bytes);
    }

    private static void ReadVectors(ChecksumReader reader, int count, VectorRows vectors) => ReadRows(
        reader,
        count,
        vectors.SavedBytesPerRow,
        (row, bytes) =>
        {
            if (!vectors.TryLoad(row, bytes))
            {
                throw IndexHeader.Invalid($"an invalid value in vector {row}", "a finite number or a code");
            }
        });

    /// <summary>Reads rows in chunks; memory grows with the bytes that the stream has, not with the count of the header.</summary>
    private static void ReadRows(ChecksumReader reader, int count, int bytesPerRow, Action<int, ReadOnlySpan<byte>> read)
    {
        var rowsPerChunk = Math.Max(1, ChunkBytes / bytesPerRow);
        var chunk = Array.Empty<byte>();
        for (var row = 0; row < count; row += rowsPerChunk)
        {
            var rows = Math.Min(rowsPerChunk, count - row);
            chunk = chunk.Length == 0 ? new byte[rows * bytesPerRow] : chunk;
            reader.Read(chunk.AsSpan(0, rows * bytesPerRow));
            for (var i = 0; i < rows; i++)
            {
                read(row + i, chunk.AsSpan(i * bytesPerRow, bytesPerRow));
            }
        }
    }

    private static void WriteRows(ChecksumWriter writer, ReadOnlySpan<int> live, int bytesPerRow, Action<int, Span<byte>> write)
    {
        var rowsPerChunk = Math.Max(1, ChunkBytes / bytesPerRow);
        var chunk = new byte[Math.Min(rowsPerChunk, live.Length) * bytesPerRow];
        for (; !live.IsEmpty; live = live[Math.Min(rowsPerChunk, live.Length)..])
        {
            var rows = Math.Min(rowsPerChunk, live.Length);
            for (var i = 0; i < rows; i++)
            {
                write(live[i], chunk.AsSpan(i * bytesPerRow, bytesPerRow));
            }

            writer.Write(chunk.AsSpan(0, rows * bytesPerRow));
        }
    }
}
