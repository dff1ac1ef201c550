using System.Text;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Counts tokens, and truncates texts to a number of them: with a tokenizer of this process, or with the server's.</summary>
/// <param name="local">The tokenizer of this process; null for the server's.</param>
/// <param name="encode">Asks the server for a text's token ids; null where it has no such route.</param>
/// <param name="decode">Asks the server for the text of token ids.</param>
internal sealed class TokenCounter(
    Qwen3Tokenizer? local,
    Func<string, CancellationToken, Task<int[]>>? encode,
    Func<ReadOnlyMemory<int>, CancellationToken, Task<string>>? decode)
{
    // Longer tokens are runs of one character.
    private const int MaxTokenLength = 64;

    public bool CanCount => local is not null || encode is not null;

    public async ValueTask<int> CountAsync(string text, CancellationToken cancellationToken) => text.Length == 0 ? 0
        : local is not null ? local.CountTokens(text)
        : (await encode!(text, cancellationToken).ConfigureAwait(false)).Length;

    /// <summary>Returns a part of a text that has a number of tokens at most.</summary>
    public async ValueTask<string> TruncateAsync(string text, int tokens, Truncation truncation, CancellationToken cancellationToken)
    {
        if (local is not null)
        {
            return Truncate(text, tokens, truncation, local);
        }

        var ids = await encode!(text, cancellationToken).ConfigureAwait(false);
        if (ids.Length <= tokens)
        {
            return text;
        }

        var kept = truncation == Truncation.TruncateStart ? ids.AsMemory(ids.Length - tokens) : ids.AsMemory(0, tokens);
        var part = await decode!(kept, cancellationToken).ConfigureAwait(false);

        // Half a character at the place of the cut.
        return truncation == Truncation.TruncateStart ? part.TrimStart('\uFFFD') : part.TrimEnd('\uFFFD');
    }

    /// <summary>
    /// Finds the longest part by halving, then the one whose tokens are those of the whole text: a part that ends within a token has
    /// others.
    /// </summary>
    private static string Truncate(string text, int tokens, Truncation truncation, Qwen3Tokenizer tokenizer)
    {
        var fits = 0;
        var tooLong = text.Length + 1;
        while (tooLong - fits > 1)
        {
            var middle = fits + ((tooLong - fits) / 2);
            if (tokenizer.CountTokens(Part(text, middle, truncation)) <= tokens)
            {
                fits = middle;
            }
            else
            {
                tooLong = middle;
            }
        }

        var ids = tokenizer.Encode(text);
        var count = Math.Min(tokens, ids.Length);
        var kept = truncation == Truncation.TruncateStart ? ids.AsSpan(ids.Length - count) : ids.AsSpan(0, count);
        for (var length = fits; length > Math.Max(0, fits - MaxTokenLength); length--)
        {
            if (tokenizer.Encode(Part(text, length, truncation)).AsSpan().SequenceEqual(kept))
            {
                return Part(text, length, truncation).ToString();
            }
        }

        return Part(text, fits, truncation).ToString();
    }

    private static ReadOnlySpan<char> Part(string text, int length, Truncation truncation)
    {
        var part = truncation == Truncation.TruncateStart ? text.AsSpan(text.Length - length) : text.AsSpan(0, length);

        // Never half a surrogate pair.
        return part.Length > 0 && truncation == Truncation.TruncateStart && char.IsLowSurrogate(part[0]) ? part[1..]
            : part.Length > 0 && truncation != Truncation.TruncateStart && char.IsHighSurrogate(part[^1]) ? part[..^1]
            : part;
    }

    /// <summary>A token is at least one byte: a text of so many bytes has no more tokens.</summary>
    public static int MaxTokensOf(string text) => Encoding.UTF8.GetByteCount(text);
}
