using System.Buffers.Binary;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Reads a file's header front to back; every length is compared with the bytes left before it is used.</summary>
internal sealed class GgufReader(GgufMapping mapping)
{
    /// <summary>What ggml's own reader allows; a longer string or array is damage, whatever the file's length.</summary>
    private const long MaxLength = 1L << 30;

    public GgufMapping Mapping => mapping;

    public string Path => mapping.Path;

    /// <summary>The next byte to read.</summary>
    public long Position { get; private set; }

    public long Left => mapping.Length - Position;

    /// <summary>The entry that is being read, for messages.</summary>
    public string Entry { get; set; } = "the file's first bytes";

    public uint ReadUInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Read(sizeof(uint), what));

    public ulong ReadUInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Read(sizeof(ulong), what));

    /// <summary>Reads how many entries follow and makes sure that so many could.</summary>
    /// <param name="what">The entries, in words that can follow a number.</param>
    /// <param name="entryBytes">The least that an entry takes.</param>
    /// <param name="limit">The most that make sense.</param>
    public int ReadCount(string what, int entryBytes, long limit = MaxLength)
    {
        var count = unchecked((long)ReadUInt64(what));
        if (count < 0 || count > limit)
        {
            GgufThrow.InvalidModel_AbsurdCount(this, count, what, limit);
        }

        if (count > Left / entryBytes)
        {
            GgufThrow.InvalidModel_CountPastEnd(this, count, what, entryBytes);
        }

        return (int)count;
    }

    /// <summary>Reads a length and as many bytes.</summary>
    public ReadOnlySpan<byte> ReadString(string what)
    {
        var length = ReadUInt64(what);
        if (length > MaxLength)
        {
            GgufThrow.InvalidModel_AbsurdLength(this, length, what, MaxLength);
        }

        return Read((int)length, what);
    }

    public ReadOnlySpan<byte> Read(int length, string what)
    {
        Skip(length, what);
        return mapping.Slice(Position - length, length);
    }

    public void Skip(long length, string what)
    {
        if (length > Left)
        {
            GgufThrow.InvalidModel_EndsEarly(this, length, what);
        }

        Position += length;
    }
}
