namespace Qwen3.Connectors;

/// <summary>A document's place in a ranking.</summary>
/// <param name="Index">Which of the given documents, from 0.</param>
/// <param name="Score">The probability that it answers the query, 0 to 1.</param>
public readonly record struct RerankResult(int Index, double Score)
{
    /// <summary>
    /// Tokens computed for it: template, instruction, query and document. 0 where a server reports them for all documents together only:
    /// <see cref="RerankResults.Usage"/> has their sum.
    /// </summary>
    public int TokenCount { get; init; }

    /// <summary>Tokens of the document that were left out; 0 when it fitted.</summary>
    public int TruncatedTokenCount { get; init; }
}
