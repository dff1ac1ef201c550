namespace Qwen3.Connectors.VectorSearch;

// Encodings are named as the literature and other libraries name them.
#pragma warning disable CA1720

/// <summary>How a <see cref="VectorIndex"/> stores vectors.</summary>
public enum VectorEncoding
{
    /// <summary>4 bytes per value. Scores are exact.</summary>
    Float32,

    /// <summary>
    /// One byte per value: the number of one of 256 steps between the minimum and the maximum of the dimension in the vectors that the
    /// index was calibrated on. Values outside are clamped.
    /// </summary>
    Int8,

    /// <summary>One bit per value: 1 if it is above zero.</summary>
    Binary,
}
