namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Similarities of queries and documents that somebody published.</summary>
internal sealed record KnownSimilarity
{
    public required string Name { get; init; }

    /// <summary>Where the numbers are from.</summary>
    public required string Source { get; init; }

    /// <summary>The instruction of the queries; null for that of web search.</summary>
    public string? Instruction { get; init; }

    /// <summary>Whether the queries too were embedded as documents.</summary>
    public bool QueriesAreDocuments { get; init; }

    public required string[] Queries { get; init; }

    public required string[] Documents { get; init; }

    /// <summary>Cosines, <c>[queries x documents]</c>.</summary>
    public required double[][] Similarity { get; init; }

    /// <summary>The table of tolerances.</summary>
    public required string Tolerance { get; init; }
}
