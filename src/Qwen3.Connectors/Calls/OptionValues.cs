using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Calls;

/// <summary>What may stand in a call's options.</summary>
internal static class OptionValues
{
    public static NamedValues<EmbeddingRole> Roles { get; } = new(("document", EmbeddingRole.Document), ("query", EmbeddingRole.Query));

    public static NamedValues<Truncation> Truncations { get; } =
        new(("throw", Truncation.Throw), ("cut_end", Truncation.CutEnd), ("cut_start", Truncation.CutStart));

    /// <summary>Values of <c>task_type</c> and <c>input_type</c> as Google, Cohere, Voyage, Jina and their users write them; in docs/queries-and-documents.md too.</summary>
    public static NamedValues<TaskMeaning> Tasks { get; } = new(
        ("RETRIEVAL_QUERY", TaskMeaning.Query()),
        ("RETRIEVAL_DOCUMENT", TaskMeaning.Document),
        ("SEMANTIC_SIMILARITY", TaskMeaning.Query(TaskInstructions.SemanticSimilarity)),
        ("CLASSIFICATION", TaskMeaning.Query(TaskInstructions.Classification)),
        ("CLUSTERING", TaskMeaning.Query(TaskInstructions.Clustering)),
        ("CODE_RETRIEVAL_QUERY", TaskMeaning.Query(TaskInstructions.CodeSearch)),
        ("QUESTION_ANSWERING", TaskMeaning.Query(TaskInstructions.QuestionAnswering)),
        ("FACT_VERIFICATION", TaskMeaning.Query(TaskInstructions.FactChecking)),
        ("search_query", TaskMeaning.Query()),
        ("search_document", TaskMeaning.Document),
        ("query", TaskMeaning.Query()),
        ("document", TaskMeaning.Document),
        ("passage", TaskMeaning.Document),
        ("retrieval.query", TaskMeaning.Query()),
        ("retrieval.passage", TaskMeaning.Document),
        ("text-matching", TaskMeaning.Query(TaskInstructions.SemanticSimilarity)));
}
