namespace Qwen3.Connectors.VectorSearch;

// Encodings are named as the literature and other libraries name them.
#pragma warning disable CA1720

/// <summary>How a <see cref="VectorIndex"/> keeps vectors.</summary>
public enum VectorEncoding
{
    /// <summary>As they are: 4 bytes a value. Scores are exact.</summary>
    Float32,

    /// <summary>
    /// One byte a value: which of 256 steps it is in, between the minimum and the maximum that its dimension has in vectors that the index was calibrated
    /// on. Values outside count as the nearest step.
    /// </summary>
    Int8,

    /// <summary>One bit a value, its sign: 1 where it is above zero.</summary>
    Binary,
}
