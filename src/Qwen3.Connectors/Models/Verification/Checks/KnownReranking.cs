namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Probabilities that somebody published, or what any working reranker must give.</summary>
internal sealed record KnownReranking
{
    public required string Name { get; init; }

    /// <summary>Where the numbers are from.</summary>
    public required string Source { get; init; }

    public required string Query { get; init; }

    public required string[] Documents { get; init; }

    /// <summary>The published probabilities, one a document; null where there are none.</summary>
    public double[]? Probabilities { get; init; }

    /// <summary>The least that a document may have; null for no limits.</summary>
    public double[]? AtLeast { get; init; }

    /// <summary>The most that a document may have; null for no limits.</summary>
    public double[]? AtMost { get; init; }

    /// <summary>The document that must be first, where there are no probabilities.</summary>
    public int? First { get; init; }

    /// <summary>The table of tolerances, which are differences of logits; null where the published numbers are too rough for one.</summary>
    public string? Tolerance { get; init; }
}
