namespace Qwen3.Connectors.Inference;

/// <summary>Where a reranker's rows of "yes" and "no" come from.</summary>
public enum YesNoHeadStyle
{
    /// <summary>The token embedding's rows: a causal language model whose head is tied to it.</summary>
    TiedEmbedding,

    /// <summary>Rows of <c>output.weight</c>: a causal language model with a head of its own.</summary>
    OwnOutput,

    /// <summary>Two rows in <c>cls.output.weight</c>, as llama.cpp converts.</summary>
    Converted,

    /// <summary>One row in <c>cls.output.weight</c>, yes minus no.</summary>
    SingleRow,
}
