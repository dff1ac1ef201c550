namespace Qwen3.Connectors;

/// <summary>What a model of the catalog is for.</summary>
public enum ModelKind
{
    /// <summary>Texts to vectors.</summary>
    Embedding,

    /// <summary>A query and documents to probabilities.</summary>
    Reranker,
}
