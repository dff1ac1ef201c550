namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Character classes of the pre-tokenizer's pattern.</summary>
internal enum CharacterClass : byte
{
    /// <summary>None of the others: punctuation, symbols, marks, controls, unassigned.</summary>
    Other,

    /// <summary>\p{L}: general categories Lu, Ll, Lt, Lm and Lo. Combining marks are not letters.</summary>
    Letter,

    /// <summary>\p{N}: general categories Nd, Nl and No.</summary>
    Number,

    /// <summary>\s but for the two of <see cref="Newline"/>: the property White_Space.</summary>
    Space,

    /// <summary>[\r\n], which are \s too.</summary>
    Newline,
}
