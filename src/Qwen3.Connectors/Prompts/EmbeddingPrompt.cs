namespace Qwen3.Connectors.Prompts;

/// <summary>The strings that the embedding models were trained on.</summary>
internal static class EmbeddingPrompt
{
    /// <summary>A document stands as it is; a query follows its instruction, with no space after the last colon.</summary>
    public static string Build(EmbeddingRole role, string? instruction, string text) =>
        role == EmbeddingRole.Query ? $"Instruct: {instruction}\nQuery:{text}" : text;
}
