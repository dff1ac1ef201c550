using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Embedding.Calls;

/// <summary>What may stand in a call's options.</summary>
internal static class OptionValues
{
    public static NamedValues<EmbeddingRole> Roles { get; } = new(("document", EmbeddingRole.Document), ("query", EmbeddingRole.Query));

    public static NamedValues<Truncation> Truncations { get; } =
        new(("throw", Truncation.Throw), ("truncate_end", Truncation.TruncateEnd), ("truncate_start", Truncation.TruncateStart));

    /// <summary>
    /// Values of <c>task_type</c> and <c>input_type</c> as Google, Cohere, Voyage, Jina and their users write them; in
    /// docs/queries-and-documents.md too.
    /// </summary>
    public static NamedValues<TaskMapping> Tasks { get; } = new(
        ("RETRIEVAL_QUERY", TaskMapping.Query()),
        ("RETRIEVAL_DOCUMENT", TaskMapping.Document),
        ("SEMANTIC_SIMILARITY", TaskMapping.Query(TaskInstructions.SemanticSimilarity)),
        ("CLASSIFICATION", TaskMapping.Query(TaskInstructions.Classification)),
        ("CLUSTERING", TaskMapping.Query(TaskInstructions.Clustering)),
        ("CODE_RETRIEVAL_QUERY", TaskMapping.Query(TaskInstructions.CodeSearch)),
        ("QUESTION_ANSWERING", TaskMapping.Query(TaskInstructions.QuestionAnswering)),
        ("FACT_VERIFICATION", TaskMapping.Query(TaskInstructions.FactChecking)),
        ("search_query", TaskMapping.Query()),
        ("search_document", TaskMapping.Document),
        ("query", TaskMapping.Query()),
        ("document", TaskMapping.Document),
        ("passage", TaskMapping.Document),
        ("retrieval.query", TaskMapping.Query()),
        ("retrieval.passage", TaskMapping.Document),
        ("text-matching", TaskMapping.Query(TaskInstructions.SemanticSimilarity)));
}
