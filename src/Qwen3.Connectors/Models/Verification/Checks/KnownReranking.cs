namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Published probabilities, or limits that every working reranker meets.</summary>
internal sealed record KnownReranking
{
    public required string Name { get; init; }

    /// <summary>The source of the numbers.</summary>
    public required string Source { get; init; }

    public required string Query { get; init; }

    public required string[] Documents { get; init; }

    /// <summary>The published probabilities, one per document; null where there are none.</summary>
    public double[]? Probabilities { get; init; }

    /// <summary>The minimum probability of each document; null for no limits.</summary>
    public double[]? AtLeast { get; init; }

    /// <summary>The maximum probability of each document; null for no limits.</summary>
    public double[]? AtMost { get; init; }

    /// <summary>The document that must rank first, where there are no probabilities.</summary>
    public int? First { get; init; }

    /// <summary>The table of tolerances, which are differences of logits; null where the published numbers are too rough for one.</summary>
    public string? Tolerance { get; init; }
}
