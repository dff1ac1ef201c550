namespace Qwen3.Connectors.Prompts;

/// <summary>What a provider-neutral task value means for these models.</summary>
/// <param name="Role">How the texts are embedded.</param>
/// <param name="Instruction">The instruction of queries; null for the generator's own.</param>
internal sealed record TaskMapping(EmbeddingRole Role, string? Instruction)
{
    public static TaskMapping Document { get; } = new(EmbeddingRole.Document, null);

    public static TaskMapping Query(string? instruction = null) => new(EmbeddingRole.Query, instruction);
}
