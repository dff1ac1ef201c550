using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Reranking.Calls;

namespace Qwen3.Connectors.Embedding.Calls;

/// <summary>Cuts the start of queries, but never their instruction, which an engine could not tell from the query.</summary>
/// <param name="tokenizer">The model's own.</param>
/// <param name="instruction">The instruction of every query.</param>
/// <param name="maxTokens">Tokens a prompt may have, its end token included.</param>
internal sealed class QueryTruncator(Qwen3Tokenizer tokenizer, string instruction, int maxTokens)
{
    private readonly TextTruncator _cutter = new(tokenizer);
    private readonly string _head = EmbeddingPrompt.Build(EmbeddingRole.Query, instruction, "");

    /// <exception cref="ArgumentException">The instruction leaves no room.</exception>
    public TruncatedText[] Cut(IReadOnlyList<string> queries)
    {
        RequireRoom(tokenizer, instruction, maxTokens);
        return [.. queries.Select(query => _cutter.Cut(_head, query, maxTokens - 1, fromStart: true))];
    }

    /// <exception cref="ArgumentException">The instruction leaves no room for a query and the end token.</exception>
    public static void RequireRoom(Qwen3Tokenizer tokenizer, string instruction, int maxTokens)
    {
        var tokens = tokenizer.CountTokens(EmbeddingPrompt.Build(EmbeddingRole.Query, instruction, ""));
        if (tokens + 1 > maxTokens)
        {
            throw new ArgumentException(
                $"A query may have {maxTokens} tokens, and its instruction, which is never cut, and the end token already have {tokens + 1}. Shorten the instruction or allow more tokens.",
                nameof(instruction));
        }
    }
}
