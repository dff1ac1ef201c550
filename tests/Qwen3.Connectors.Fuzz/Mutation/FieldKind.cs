namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>What a field of a GGUF header says.</summary>
public enum FieldKind
{
    /// <summary>Version, number of tensors, number of keys.</summary>
    Header,

    /// <summary>Bytes of a key.</summary>
    KeyLength,

    /// <summary>The text of a key.</summary>
    Key,

    /// <summary>The type of a value, or of an array's elements.</summary>
    ValueType,

    /// <summary>A number or a bool.</summary>
    Value,

    /// <summary>Bytes of a text.</summary>
    TextLength,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Elements of an array.</summary>
    ArrayCount,

    /// <summary>An element of an array of numbers.</summary>
    Element,

    /// <summary>Bytes of a text in an array.</summary>
    ElementLength,

    /// <summary>A text in an array.</summary>
    ElementText,

    /// <summary>Bytes of a tensor's name.</summary>
    NameLength,

    /// <summary>A tensor's name.</summary>
    Name,

    /// <summary>How many dimensions a tensor has.</summary>
    DimensionCount,

    /// <summary>A dimension.</summary>
    Dimension,

    /// <summary>The type of a tensor.</summary>
    TensorType,

    /// <summary>Where a tensor's data are.</summary>
    TensorOffset,
}
