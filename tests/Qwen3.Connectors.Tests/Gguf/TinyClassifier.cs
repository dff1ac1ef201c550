namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>The head of a converted reranker.</summary>
internal enum TinyClassifier
{
    /// <summary>None: an embedding model, or a reranker in the style of a language model.</summary>
    None,

    /// <summary>Rows and labels "yes", "no", as llama.cpp converts.</summary>
    YesNo,

    /// <summary>Rows and labels "no", "yes": the same two rows the other way round.</summary>
    NoYes,

    /// <summary>One row without labels, yes minus no, as from a sequence classification checkpoint.</summary>
    SingleRow,
}
