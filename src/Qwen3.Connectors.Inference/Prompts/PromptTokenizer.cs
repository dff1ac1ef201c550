using System.Globalization;
using Qwen3.Connectors.Inference.Tokenization;

namespace Qwen3.Connectors.Inference.Prompts;

/// <summary>Turns the prompts of one call into token ids and truncates them, once. Not safe for concurrent use.</summary>
/// <remarks>
/// The ids are those of head and text in one string. The head is tokenised once, up to a boundary that no text can move
/// (<see cref="TextBoundary"/>); a head without such a boundary is tokenised together with each text.
/// </remarks>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxTokens">Tokens of a prompt at most.</param>
/// <param name="truncation">What to do with a longer text.</param>
/// <param name="cancellationToken">Checked before every text and within long ones.</param>
internal sealed class PromptTokenizer(Qwen3Tokenizer tokenizer, int maxTokens, Truncation truncation, CancellationToken cancellationToken)
{
    private (string Prefix, string Head, string Suffix) _texts;
    private PromptHead? _head;

    /// <exception cref="ArgumentException">
    /// The prefix leaves no tokens for the text, or the text is too long and must not be truncated.
    /// </exception>
    public TokenSequence Encode(EmbeddingPrompt prompt, int index)
    {
        if (prompt.Text is null || prompt.Prefix is null)
        {
            throw new ArgumentException($"Text {index} is null; a text was expected.", nameof(prompt));
        }

        if (_head is null || prompt.Prefix != _texts.Head)
        {
            UseHead([], prompt.Prefix, [tokenizer.EndOfTextId], index);
            _texts = ("", prompt.Prefix, "");
        }

        return Join(prompt.Text, maxTextTokens: null, index);
    }

    /// <exception cref="ArgumentException">
    /// The head leaves no tokens for the document, or the document is too long and must not be truncated.
    /// </exception>
    public TokenSequence Encode(RerankPrompt prompt, int index)
    {
        if (prompt.Prefix is null || prompt.Head is null || prompt.Document is null || prompt.Suffix is null)
        {
            throw new ArgumentException($"A part of prompt {index} is null; a text was expected.", nameof(prompt));
        }

        if (_head is null || (prompt.Prefix, prompt.Head, prompt.Suffix) != _texts)
        {
            UseHead(tokenizer.EncodeTemplate(prompt.Prefix), prompt.Head, tokenizer.EncodeTemplate(prompt.Suffix), index);
            _texts = (prompt.Prefix, prompt.Head, prompt.Suffix);
        }

        return Join(prompt.Document, prompt.MaxDocumentTokens, index);
    }

    private void UseHead(int[] templateIds, string text, int[] suffixIds, int index)
    {
        var split = TextBoundary.OfHead(text);
        var boundary = text[split..];
        _head = new PromptHead(
            [.. templateIds, .. EncodeText("", text.AsSpan(0, split), index)], boundary, EncodeText("", boundary, index), suffixIds);
        if (_head.TokenCount > maxTokens)
        {
            throw NoTokensLeft(index, _head.TokenCount);
        }
    }

    /// <summary>Head, text and suffix; the text truncated to what fits.</summary>
    private TokenSequence Join(string text, int? maxTextTokens, int index)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var head = _head!;
        var ids = EncodeText(head.Boundary, text, index).AsSpan();
        var boundary = ids[..ids.CommonPrefixLength(head.BoundaryIds)];
        var body = ids[boundary.Length..];
        var available = maxTokens - head.Ids.Length - boundary.Length - head.SuffixIds.Length;
        var maxBody = Math.Min(available, maxTextTokens ?? int.MaxValue);
        if (body.Length <= maxBody)
        {
            return new TokenSequence([.. head.Ids, .. ids, .. head.SuffixIds], 0);
        }

        RequireTruncation(head, boundary.Length, body.Length, maxTextTokens, index);
        if (truncation == Truncation.TruncateStart)
        {
            return TruncateStart(head, boundary.Length, body, maxTextTokens);
        }

        return new TokenSequence([.. head.Ids, .. boundary, .. body[..maxBody], .. head.SuffixIds], body.Length - maxBody);
    }

    /// <summary>A token that the end of the head and the start of the text share is replaced by those of the head alone.</summary>
    private TokenSequence TruncateStart(PromptHead head, int boundaryTokens, ReadOnlySpan<int> body, int? maxTextTokens)
    {
        var kept = Math.Min(maxTokens - head.TokenCount, maxTextTokens ?? int.MaxValue);

        // White space at the head's end belongs to the text's first token; another character was counted as the head's.
        var added = string.IsNullOrWhiteSpace(head.Boundary) ? 0 : head.BoundaryIds.Length - boundaryTokens;
        return new TokenSequence([.. head.Ids, .. head.BoundaryIds, .. body[^kept..], .. head.SuffixIds], body.Length - kept - added);
    }

    private void RequireTruncation(PromptHead head, int boundaryTokens, int bodyTokens, int? maxTextTokens, int index)
    {
        if (truncation == Truncation.Throw)
        {
            var tokens = head.Ids.Length + boundaryTokens + bodyTokens + head.SuffixIds.Length;
            throw bodyTokens > maxTextTokens
                ? TooLong("Document", index, bodyTokens, maxTextTokens.Value)
                : TooLong("Text", index, tokens, maxTokens);
        }

        if (head.TokenCount >= maxTokens)
        {
            throw NoTokensLeft(index, head.TokenCount);
        }
    }

    /// <summary>The ids of a text behind a boundary.</summary>
    private int[] EncodeText(string boundary, ReadOnlySpan<char> text, int index)
    {
        if (TextBoundary.HasLongRun(text, cancellationToken))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Text {index} has more than {TextBoundary.MaxRunCharacters:N0} characters of one kind in a row (letters without a space "
                + $"or punctuation, or only symbols, or only spaces); expected words. Shorten it or split it."));
        }

        return tokenizer.Encode(boundary.Length == 0 ? text : string.Concat(boundary, text), cancellationToken);
    }

    private static ArgumentException TooLong(string what, int index, int tokens, int limit) =>
        new($"{what} {index} has {tokens} tokens and may have {limit}. "
            + $"Shorten it, split it, or choose another truncation than {nameof(Truncation.Throw)}.");

    private ArgumentException NoTokensLeft(int index, int tokens) => new(
        $"Text {index} may have {maxTokens} tokens, and its parts that are never truncated (template, instruction, query, "
        + $"end token) already have {tokens}. Shorten the query or the instruction, or allow more tokens.");
}
