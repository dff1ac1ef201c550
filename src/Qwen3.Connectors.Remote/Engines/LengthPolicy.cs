using System.Globalization;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Applies the caller's policy to a text that may be too long, before it is sent. Nothing is truncated by a server.</summary>
/// <param name="counter">Counts tokens.</param>
/// <param name="truncation">The caller's policy.</param>
/// <param name="isLimitKnown">Whether the server refuses what is too long, so that a text that can't be counted may be sent.</param>
internal sealed class LengthPolicy(TokenCounter counter, Truncation truncation, bool isLimitKnown)
{
    /// <summary>Returns the text to send, and how many of its tokens were left out.</summary>
    /// <param name="before">The part of the prompt before the text, which is never truncated.</param>
    /// <param name="text">The text.</param>
    /// <param name="after">The part behind it.</param>
    /// <param name="limit">Tokens of the prompt at most; null for what the server takes.</param>
    /// <param name="textLimit">Tokens of the text at most; null for no limit of its own.</param>
    /// <param name="index">The text's index in the call, for messages.</param>
    /// <param name="cancellationToken">Stops the wait for a server's tokenizer.</param>
    /// <exception cref="ArgumentException">The text is too long and may not be truncated, or the prompt leaves no tokens for
    /// it.</exception>
    public async ValueTask<(string Text, int TruncatedTokens)> ApplyAsync(
        string before, string text, string after, int? limit, int? textLimit, int index, CancellationToken cancellationToken)
    {
        // One token for the end token.
        var most = TokenCounter.MaxTokensOf(text);
        var bound = TokenCounter.MaxTokensOf(before) + TokenCounter.MaxTokensOf(after) + most + 1;
        if ((limit is null || bound <= limit) && (textLimit is null || most <= textLimit))
        {
            return (text, 0);
        }

        if (!counter.CanCount)
        {
            return isLimitKnown && textLimit is null ? (text, 0) : throw CannotCount(index);
        }

        var fixedTokens = 1 + await counter.CountAsync(before, cancellationToken).ConfigureAwait(false)
            + await counter.CountAsync(after, cancellationToken).ConfigureAwait(false);
        var allowed = Math.Min(limit is null ? int.MaxValue : limit.Value - fixedTokens, textLimit ?? int.MaxValue);
        if (allowed < 1)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Text {index}: the parts around it have {fixedTokens} tokens and leave none for it; the limit is {limit}. "
                + $"Shorten the instruction or the query, or raise MaxTokens."));
        }

        var tokens = await counter.CountAsync(text, cancellationToken).ConfigureAwait(false);
        if (tokens <= allowed)
        {
            return (text, 0);
        }

        if (truncation == Truncation.Throw)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Text {index} has {tokens} tokens; expected at most {allowed}. Shorten it, or set Truncation to leave out a part."));
        }

        var part = await counter.TruncateAsync(text, allowed, truncation, cancellationToken).ConfigureAwait(false);
        return (part, tokens - allowed);
    }

    private static ArgumentException CannotCount(int index) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Text {index} may have more tokens than MaxTokens, and neither the server nor RemoteOptions.Tokenizer can count them. "
        + $"Set RemoteOptions.Tokenizer (Qwen3Tokenizer.Load of any Qwen3 model file), or pass shorter texts."));
}
