namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>The tokenizer's methods for callers that must stop within 100 ms, however long a text is.</summary>
internal static class CancellableTokenization
{
    /// <summary>As <see cref="Qwen3Tokenizer.Encode"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static int[] Encode(this Qwen3Tokenizer tokenizer, ReadOnlySpan<char> text, CancellationToken cancellationToken)
    {
        var ids = TokenIdWriter.Storing(text.Length);
        tokenizer.TextEncoder.Encode(text, ref ids, cancellationToken);
        return ids.ToArray();
    }

    /// <summary>As <see cref="Qwen3Tokenizer.CountTokens"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static int CountTokens(this Qwen3Tokenizer tokenizer, ReadOnlySpan<char> text, CancellationToken cancellationToken)
    {
        var ids = TokenIdWriter.Counting();
        tokenizer.TextEncoder.Encode(text, ref ids, cancellationToken);
        return ids.Count;
    }
}
