using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Reranking.Calls;

/// <summary>Cuts documents to the tokens that a call allows each.</summary>
internal sealed class DocumentTruncator(Qwen3Tokenizer tokenizer, int maxTokens, Truncation truncation)
{
    private readonly TextTruncator _cutter = new(tokenizer);

    /// <exception cref="ArgumentException">A document is too long and may not be cut.</exception>
    public TruncatedText[] Cut(IReadOnlyList<string> documents) => [.. documents.Select(Cut)];

    private TruncatedText Cut(string document, int index)
    {
        if (truncation != Truncation.Throw)
        {
            return _cutter.Cut("", document, maxTokens, fromStart: truncation == Truncation.TruncateStart);
        }

        var tokens = tokenizer.CountTokens(document);
        return tokens <= maxTokens
            ? new TruncatedText(document, 0)
            : throw new ArgumentException(
                $"Document {index} has {tokens} tokens and may have {maxTokens}. Shorten it, split it, or choose another truncation than Throw.",
                nameof(document));
    }
}
