using System.Buffers.Binary;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Reads a file's header sequentially. Every length is compared with the bytes left before it is used.</summary>
internal sealed class GgufReader(GgufMapping mapping)
{
    /// <summary>The limit of ggml's reader: a longer string or array is damage, whatever the file's length.</summary>
    private const long MaxLength = 1L << 30;

    /// <summary>Headers of Qwen3 files have 6 MB. The limit bounds the time that a damaged or hostile header takes.</summary>
    private const long MaxHeaderBytes = 1L << 27;

    public GgufMapping Mapping => mapping;

    public string Path => mapping.Path;

    /// <summary>The next byte to read.</summary>
    public long Position { get; private set; }

    public long Left => mapping.Length - Position;

    /// <summary>The entry that is being read, for messages.</summary>
    public string Entry { get; set; } = "the file's first bytes";

    public uint ReadUInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Read(sizeof(uint), what));

    public ulong ReadUInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Read(sizeof(ulong), what));

    /// <summary>Reads the number of entries that follow and checks that the bytes left suffice for them.</summary>
    /// <param name="what">The entries, in words that can follow a number.</param>
    /// <param name="entryBytes">The minimum size of an entry.</param>
    /// <param name="limit">The maximum plausible count.</param>
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

    /// <summary>Reads a length, then that number of bytes.</summary>
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

        if (length > MaxHeaderBytes - Position)
        {
            GgufThrow.InvalidModel_LongHeader(this, length, what, MaxHeaderBytes);
        }

        Position += length;
    }
}
