using System.Buffers.Binary;

namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>Where the fields of a sound GGUF file are; a second reader, so that damage hits what a blind flip would seldom find.</summary>
public sealed class GgufLayout
{
    private static readonly int[] SizeOfType = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

    private readonly byte[] _file;
    private int _at;

    /// <summary>Reads the layout of a file that is known to be sound.</summary>
    public GgufLayout(byte[] file)
    {
        _file = file;
        Take(FieldKind.Header, 4, skip: 4);
        var tensors = (int)TakeNumber(FieldKind.Header);
        var keys = (int)TakeNumber(FieldKind.Header);
        for (var i = 0; i < keys; i++)
        {
            Keys.Add(Entry(ReadKey));
        }

        for (var i = 0; i < tensors; i++)
        {
            Tensors.Add(Entry(ReadTensor));
        }

        HeaderLength = _at;
    }

    /// <summary>The fields of each kind that the file has.</summary>
    public Dictionary<FieldKind, List<Part>> Fields { get; } = [];

    /// <summary>The metadata entries.</summary>
    public List<Part> Keys { get; } = [];

    /// <summary>The tensors' entries.</summary>
    public List<Part> Tensors { get; } = [];

    /// <summary>Bytes before the padding that the data follow.</summary>
    public int HeaderLength { get; }

    private Part Entry(Action read)
    {
        var start = _at;
        read();
        return new Part(start, _at - start);
    }

    private void ReadKey()
    {
        TakeText(FieldKind.KeyLength, FieldKind.Key);
        var type = TakeType(FieldKind.ValueType);
        if (type == 8)
        {
            TakeText(FieldKind.TextLength, FieldKind.Text);
        }
        else if (type == 9)
        {
            ReadArray();
        }
        else
        {
            Take(FieldKind.Value, SizeOfType[type]);
        }
    }

    private void ReadArray()
    {
        var type = TakeType(FieldKind.ValueType);
        var count = TakeNumber(FieldKind.ArrayCount);
        for (var i = 0L; i < count; i++)
        {
            if (type == 8)
            {
                TakeText(FieldKind.ElementLength, FieldKind.ElementText);
            }
            else
            {
                Take(FieldKind.Element, SizeOfType[type]);
            }
        }
    }

    private void ReadTensor()
    {
        TakeText(FieldKind.NameLength, FieldKind.Name);
        var dimensions = TakeType(FieldKind.DimensionCount);
        for (var i = 0; i < dimensions; i++)
        {
            TakeNumber(FieldKind.Dimension);
        }

        TakeType(FieldKind.TensorType);
        TakeNumber(FieldKind.TensorOffset);
    }

    private void TakeText(FieldKind length, FieldKind text) => Take(text, (int)TakeNumber(length));

    private int TakeType(FieldKind kind) => BinaryPrimitives.ReadInt32LittleEndian(Take(kind, 4));

    private long TakeNumber(FieldKind kind) => BinaryPrimitives.ReadInt64LittleEndian(Take(kind, 8));

    private ReadOnlySpan<byte> Take(FieldKind kind, int length, int skip = 0)
    {
        var part = new Part(_at + skip, length);
        _at = part.End;
        if (!Fields.TryGetValue(kind, out var parts))
        {
            Fields.Add(kind, parts = []);
        }

        parts.Add(part);
        return _file.AsSpan(part.Start, part.Length);
    }
}
