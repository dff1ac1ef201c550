using System.Text;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Benchmarks.ModelFiles;

/// <summary>Writes a GGUF file to a stream tensor by tensor, so that files of any size need no memory.</summary>
internal sealed class ModelFileWriter(Stream stream)
{
    private const int Alignment = 32;

    private readonly MemoryStream _keys = new();
    private readonly List<(string Name, GgmlType Type, long RowLength, long RowCount)> _tensors = [];
    private int _keyCount;
    private int _written;

    public void AddKey(string key, string value) =>
        AddKey(key, GgufValueType.String, writer => WriteString(writer, Encoding.UTF8.GetBytes(value)));

    public void AddKey(string key, uint value) => AddKey(key, GgufValueType.UInt32, writer => writer.Write(value));

    public void AddKey(string key, float value) => AddKey(key, GgufValueType.Float32, writer => writer.Write(value));

    public void AddKey(string key, bool value) => AddKey(key, GgufValueType.Bool, writer => writer.Write(value));

    public void AddKey(string key, int[] values) => AddKey(key, GgufValueType.Array, writer =>
    {
        WriteArrayHead(writer, GgufValueType.Int32, values.Length);
        Array.ForEach(values, writer.Write);
    });

    public void AddKey(string key, List<byte[]> values) => AddKey(key, GgufValueType.Array, writer =>
    {
        WriteArrayHead(writer, GgufValueType.String, values.Count);
        values.ForEach(value => WriteString(writer, value));
    });

    public void AddTensor(string name, GgmlType type, long rowLength, long rowCount) => _tensors.Add((name, type, rowLength, rowCount));

    /// <summary>Writes the header; all keys and tensors were added.</summary>
    public void WriteHeader()
    {
        var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(3);
        writer.Write((long)_tensors.Count);
        writer.Write((long)_keyCount);
        writer.Write(_keys.GetBuffer(), 0, (int)_keys.Length);
        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            WriteString(writer, Encoding.UTF8.GetBytes(tensor.Name));
            long[] dimensions = tensor.RowCount == 1 ? [tensor.RowLength] : [tensor.RowLength, tensor.RowCount];
            writer.Write(dimensions.Length);
            Array.ForEach(dimensions, writer.Write);
            writer.Write((int)tensor.Type);
            writer.Write(offset);
            offset += Padded(BytesOf(tensor.Type, tensor.RowLength * tensor.RowCount));
        }

        writer.Flush();
        Pad();
    }

    /// <summary>Writes the data of the next tensor.</summary>
    /// <param name="pattern">Whole blocks, repeated until the tensor is full.</param>
    public void WriteTensor(ReadOnlySpan<byte> pattern)
    {
        var (_, type, rowLength, rowCount) = _tensors[_written++];
        for (var left = BytesOf(type, rowLength * rowCount); left > 0; left -= pattern.Length)
        {
            stream.Write(pattern[..(int)Math.Min(left, pattern.Length)]);
        }

        Pad();
    }

    private static long BytesOf(GgmlType type, long values) => BlockFormat.Find(type)!.ByteLength(values);

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void WriteString(BinaryWriter writer, byte[] text)
    {
        writer.Write((long)text.Length);
        writer.Write(text);
    }

    private static void WriteArrayHead(BinaryWriter writer, GgufValueType type, long count)
    {
        writer.Write((int)type);
        writer.Write(count);
    }

    private void AddKey(string key, GgufValueType type, Action<BinaryWriter> write)
    {
        using var writer = new BinaryWriter(_keys, Encoding.UTF8, leaveOpen: true);
        WriteString(writer, Encoding.UTF8.GetBytes(key));
        writer.Write((int)type);
        write(writer);
        _keyCount++;
    }

    private void Pad() => stream.Write(new byte[Padded(stream.Position) - stream.Position]);
}
