namespace Qwen3.Connectors.Inference;

/// <summary>What happens to a text that has more tokens than allowed. The end token and the template are never truncated.</summary>
public enum Truncation
{
    /// <summary>An <see cref="ArgumentException"/> reports the text's tokens and the limit.</summary>
    Throw,

    /// <summary>The end of the text is left out; the result reports how many tokens.</summary>
    TruncateEnd,

    /// <summary>The start of the text is left out; the result reports how many tokens.</summary>
    TruncateStart,
}
