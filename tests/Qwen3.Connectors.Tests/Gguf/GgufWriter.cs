using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>Writes valid GGUF files and, by the members that take raw numbers and bytes, invalid ones.</summary>
internal sealed class GgufWriter(uint version = 3)
{
    private readonly List<byte[]> _entries = [];
    private readonly List<(byte[] Name, uint Type, long[] Dimensions, byte[] Data, ulong? Offset)> _tensors = [];
    private uint _alignment = 32;
    private long? _tensorCount;
    private long? _keyCount;

    /// <summary>Aligns the data otherwise than to 32 and writes the key that says so.</summary>
    public GgufWriter Align(uint bytes)
    {
        _alignment = bytes;
        return Put("general.alignment", bytes);
    }

    /// <summary>Writes other counts into the header than there are.</summary>
    public GgufWriter Claim(long? tensors = null, long? keys = null)
    {
        (_tensorCount, _keyCount) = (tensors, keys);
        return this;
    }

    /// <summary>A scalar of any of the format's types.</summary>
    public GgufWriter Put<T>(string key, T value)
        where T : unmanaged => PutRaw(key, TypeOf<T>(), MemoryMarshal.AsBytes([value]).ToArray());

    public GgufWriter Put(string key, string value) => PutRaw(key, GgufValueType.String, Text(value));

    /// <summary>An array of any of the format's types of fixed size.</summary>
    public GgufWriter PutArray<T>(string key, params ReadOnlySpan<T> values)
        where T : unmanaged => PutRawArray(key, TypeOf<T>(), values.Length, MemoryMarshal.AsBytes(values).ToArray());

    public GgufWriter PutArray(string key, params IReadOnlyCollection<string> values) =>
        PutRawArray(key, GgufValueType.String, values.Count, [.. values.SelectMany(Text)]);

    public GgufWriter PutRawArray(string key, GgufValueType elementType, long count, byte[] elements) =>
        PutRaw(key, GgufValueType.Array, [.. Number((uint)elementType), .. Number((ulong)count), .. elements]);

    public GgufWriter PutRaw(string key, GgufValueType type, byte[] value) => PutRaw(Text(key), type, value);

    /// <summary>An entry from its encoded parts; a valid <paramref name="key"/> begins with its length.</summary>
    public GgufWriter PutRaw(byte[] key, GgufValueType type, byte[] value)
    {
        _entries.Add([.. key, .. Number((uint)type), .. value]);
        return this;
    }

    /// <summary>Takes over the entries of another writer whose keys are wanted.</summary>
    public GgufWriter CopyKeys(GgufWriter source, Predicate<string> wanted)
    {
        _entries.AddRange(source._entries.Where(entry => wanted(Encoding.UTF8.GetString(entry, sizeof(ulong),
            (int)BinaryPrimitives.ReadUInt64LittleEndian(entry)))));
        return this;
    }

    /// <summary>An F32 tensor; <paramref name="dimensions"/> begin with the row length.</summary>
    public GgufWriter Tensor(string name, long[] dimensions, ReadOnlySpan<float> values) =>
        Tensor(name, (uint)GgmlType.F32, dimensions, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>
    /// A tensor of any type. Its data follow those of the tensor before; an <paramref name="offset"/> only changes what the header says.
    /// </summary>
    public GgufWriter Tensor(string name, uint type, long[] dimensions, byte[] data, ulong? offset = null) =>
        Tensor(Text(name), type, dimensions, data, offset);

    /// <summary>As the other, but a right <paramref name="name"/> begins with its length.</summary>
    public GgufWriter Tensor(byte[] name, uint type, long[] dimensions, byte[] data, ulong? offset = null)
    {
        _tensors.Add((name, type, dimensions, data, offset));
        return this;
    }

    /// <summary>An encoded string: its length, then its UTF-8 bytes.</summary>
    public static byte[] Text(string text) => [.. Number((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    /// <summary>A little-endian number of 4 bytes.</summary>
    public static byte[] Number(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>A little-endian number of 8 bytes.</summary>
    public static byte[] Number(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>Everything before the data, padding included.</summary>
    public byte[] Header()
    {
        using var stream = new MemoryStream();
        stream.Write("GGUF"u8);
        stream.Write(Number(version));
        stream.Write(Number((ulong)(_tensorCount ?? _tensors.Count)));
        stream.Write(Number((ulong)(_keyCount ?? _entries.Count)));
        _entries.ForEach(entry => stream.Write(entry));
        var offset = 0UL;
        foreach (var tensor in _tensors)
        {
            stream.Write(tensor.Name);
            stream.Write(Number((uint)tensor.Dimensions.Length));
            stream.Write(MemoryMarshal.AsBytes<long>(tensor.Dimensions));
            stream.Write(Number(tensor.Type));
            stream.Write(Number(tensor.Offset ?? offset));
            offset += (ulong)Padded(tensor.Data.Length);
        }

        stream.SetLength(Padded(stream.Length));
        return stream.ToArray();
    }

    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        stream.Write(Header());
        foreach (var tensor in _tensors)
        {
            stream.Write(tensor.Data);
            stream.SetLength(stream.Position = Padded(stream.Position));
        }

        return stream.ToArray();
    }

    public void Save(string path) => File.WriteAllBytes(path, ToArray());

    private long Padded(long length) => (length + _alignment - 1) / _alignment * _alignment;

    private static GgufValueType TypeOf<T>() => default(T) switch
    {
        byte => GgufValueType.UInt8,
        sbyte => GgufValueType.Int8,
        ushort => GgufValueType.UInt16,
        short => GgufValueType.Int16,
        uint => GgufValueType.UInt32,
        int => GgufValueType.Int32,
        float => GgufValueType.Float32,
        bool => GgufValueType.Bool,
        ulong => GgufValueType.UInt64,
        long => GgufValueType.Int64,
        double => GgufValueType.Float64,
        _ => throw new NotSupportedException($"GGUF has no type for {typeof(T)}."),
    };
}
