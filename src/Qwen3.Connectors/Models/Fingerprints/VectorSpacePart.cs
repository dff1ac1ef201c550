namespace Qwen3.Connectors;

/// <summary>A part of a <see cref="VectorSpaceFingerprint"/>.</summary>
public enum VectorSpacePart
{
    /// <summary><see cref="VectorSpaceFingerprint.Weights"/>.</summary>
    Weights,

    /// <summary><see cref="VectorSpaceFingerprint.Tokenizer"/>.</summary>
    Tokenizer,

    /// <summary><see cref="VectorSpaceFingerprint.Template"/>.</summary>
    Template,

    /// <summary><see cref="VectorSpaceFingerprint.Pooling"/>.</summary>
    Pooling,

    /// <summary><see cref="VectorSpaceFingerprint.Role"/>.</summary>
    Role,

    /// <summary><see cref="VectorSpaceFingerprint.Instruction"/>.</summary>
    Instruction,

    /// <summary><see cref="VectorSpaceFingerprint.Dimensions"/>.</summary>
    Dimensions,

    /// <summary><see cref="VectorSpaceFingerprint.Truncation"/> and <see cref="VectorSpaceFingerprint.MaxTokens"/>.</summary>
    Truncation,
}
