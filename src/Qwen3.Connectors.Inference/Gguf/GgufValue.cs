using System.Buffers.Binary;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>The place of a metadata value in the file. The value is decoded at access.</summary>
/// <param name="Mapping">The file.</param>
/// <param name="Type">The value's type; an array's elements have <paramref name="ElementType"/>.</param>
/// <param name="ElementType">The type of an array's elements, otherwise the same as <paramref name="Type"/>.</param>
/// <param name="Offset">The first byte of a scalar, of a string's text, or of an array's first element.</param>
/// <param name="Count">The bytes of a string, the elements of an array, otherwise 1.</param>
internal readonly record struct GgufValue(GgufMapping Mapping, GgufValueType Type, GgufValueType ElementType, long Offset, int Count)
{
    public bool IsArray => Type == GgufValueType.Array;

    /// <summary>The type in words, such as <c>u32</c> or <c>array of string</c>.</summary>
    public string TypeName => IsArray ? $"array of {ElementType.Name()}" : Type.Name();

    /// <summary>The text of a string.</summary>
    public ReadOnlySpan<byte> Text => Mapping.Slice(Offset, Count);

    /// <summary>The value, or element <paramref name="index"/>, of an integer type.</summary>
    public Int128 Integer(int index = 0)
    {
        var bytes = Bytes(index);
        return ElementType switch
        {
            GgufValueType.UInt8 => bytes[0],
            GgufValueType.Int8 => (sbyte)bytes[0],
            GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            GgufValueType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            GgufValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            GgufValueType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            GgufValueType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => throw new InvalidOperationException($"{TypeName} is no integer. This is a bug."),
        };
    }

    /// <summary>The value, or element <paramref name="index"/>, of a floating point type.</summary>
    public double Float(int index = 0) => ElementType == GgufValueType.Float32
        ? BinaryPrimitives.ReadSingleLittleEndian(Bytes(index))
        : BinaryPrimitives.ReadDoubleLittleEndian(Bytes(index));

    /// <summary>The value, or element <paramref name="index"/>, of a bool; the reader has checked that it is 0 or 1.</summary>
    public bool Bool(int index = 0) => Bytes(index)[0] != 0;

    private ReadOnlySpan<byte> Bytes(int index)
    {
        var size = ElementType.Size();
        return Mapping.Slice(Offset + (long)index * size, size);
    }
}
