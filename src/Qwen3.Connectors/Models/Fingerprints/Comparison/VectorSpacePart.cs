namespace Qwen3.Connectors.Models.Fingerprints.Comparison;

/// <summary>A part of a <see cref="VectorSpaceFingerprint"/>; <see cref="Truncation"/> includes the token limit.</summary>
internal enum VectorSpacePart
{
    Weights,
    Tokenizer,
    Template,
    Pooling,
    Role,
    Instruction,
    Dimensions,
    Truncation,
}
