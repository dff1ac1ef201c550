namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Published similarities of queries and documents.</summary>
internal sealed record KnownSimilarity
{
    public required string Name { get; init; }

    /// <summary>The source of the numbers.</summary>
    public required string Source { get; init; }

    /// <summary>The instruction of the queries; null for web search.</summary>
    public string? Instruction { get; init; }

    /// <summary>Whether the queries were embedded as documents.</summary>
    public bool QueriesAreDocuments { get; init; }

    public required string[] Queries { get; init; }

    public required string[] Documents { get; init; }

    /// <summary>Cosines, <c>[queries x documents]</c>.</summary>
    public required double[][] Similarity { get; init; }

    /// <summary>The table of tolerances.</summary>
    public required string Tolerance { get; init; }
}
