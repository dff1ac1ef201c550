namespace Qwen3.Connectors.Prompts;

/// <summary>The strings that the embedding models were trained on.</summary>
internal static class EmbeddingTemplate
{
    /// <summary>What precedes a text: nothing for documents; for queries the instruction, with no space after the last colon.</summary>
    public static string PrefixOf(EmbeddingRole role, string? instruction) =>
        role == EmbeddingRole.Query ? $"Instruct: {instruction}\nQuery:" : "";
}
