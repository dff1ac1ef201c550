namespace Qwen3.Connectors.Inference;

/// <summary>What happens to a text that has more tokens than allowed. The end token and the template always stay whole.</summary>
public enum Truncation
{
    /// <summary>An <see cref="ArgumentException"/> says how many tokens the text has and how many are allowed.</summary>
    Throw,

    /// <summary>The end of the text is left out; the result tells how many tokens.</summary>
    TruncateEnd,

    /// <summary>The start of the text is left out; the result tells how many tokens.</summary>
    TruncateStart,
}
