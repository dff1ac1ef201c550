using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>A model with published numbers.</summary>
internal sealed record KnownModel
{
    public required string Name { get; init; }

    /// <summary>A word that a file's name must contain; null where kind and shape are sufficient.</summary>
    public string? NameHas { get; init; }

    public required ModelKind Kind { get; init; }

    public required ModelShape Shape { get; init; }

    /// <summary>The name of the vocabulary in <see cref="KnownModels.Vocabularies"/>.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>Whether a reranker's head is tied to the token embedding.</summary>
    public bool IsTied { get; init; }

    // With init, generated JSON code would set missing properties to null.
    public KnownSimilarity[] Similarities { get; set; } = [];

    public KnownReranking[] Rerankings { get; set; } = [];
}
