namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>A model whose numbers are known.</summary>
internal sealed record KnownModel
{
    public required string Name { get; init; }

    /// <summary>A word that a file's name must have beside the shape; null where purpose and shape are enough.</summary>
    public string? NameHas { get; init; }

    public required FilePurpose Purpose { get; init; }

    public required KnownShape Shape { get; init; }

    /// <summary>The name of its vocabulary.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>The tokens that it was made for, at the most.</summary>
    public required int Context { get; init; }

    /// <summary>Whether a reranker's head is tied to the token embedding.</summary>
    public bool IsTied { get; init; }

    // With init, generated JSON code would set what the data leave out to null.
    public KnownSimilarity[] Similarities { get; set; } = [];

    public KnownReranking[] Rerankings { get; set; } = [];
}
