namespace Qwen3.Connectors;

/// <summary>Instructions in the wording that the models were trained on. They are written in English for texts of other languages too.</summary>
public static class TaskInstructions
{
    /// <summary>The model card's instruction for retrieval, and the default of queries and of reranking.</summary>
    public const string WebSearch = "Given a web search query, retrieve relevant passages that answer the query";
}
