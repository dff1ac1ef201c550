using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Calls;

/// <summary>Cuts documents to the tokens that a call allows each.</summary>
internal sealed class DocumentCutter(Qwen3Tokenizer tokenizer, int maxTokens, Truncation truncation)
{
    private readonly TextCutter _cutter = new(tokenizer);

    /// <exception cref="ArgumentException">A document is too long and may not be cut.</exception>
    public CutText[] Cut(IReadOnlyList<string> documents) => [.. documents.Select(Cut)];

    private CutText Cut(string document, int index)
    {
        if (truncation != Truncation.Throw)
        {
            return _cutter.Cut("", document, maxTokens, fromStart: truncation == Truncation.CutStart);
        }

        var tokens = tokenizer.CountTokens(document);
        return tokens <= maxTokens
            ? new CutText(document, 0)
            : throw new ArgumentException(
                $"Document {index} has {tokens} tokens and may have {maxTokens}. Shorten it, split it, or choose another truncation than Throw.",
                nameof(document));
    }
}
