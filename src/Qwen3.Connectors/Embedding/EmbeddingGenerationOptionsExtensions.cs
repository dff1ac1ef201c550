using Microsoft.Extensions.AI;
using Qwen3.Connectors.Embedding.Calls;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>
/// What one call to a <see cref="Qwen3EmbeddingGenerator"/> does differently. Values are strings in
/// <see cref="EmbeddingGenerationOptions.AdditionalProperties"/>, so they pass through decorators, caches and JSON; other providers ignore
/// them.
/// </summary>
/// <remarks>Each method gives a changed copy, so that options may be shared.</remarks>
public static class EmbeddingGenerationOptionsExtensions
{
    /// <summary>Embeds the texts of a call as queries or as documents.</summary>
    /// <param name="options">Options to copy.</param>
    /// <param name="role">What the texts are.</param>
    /// <returns>A copy with the role.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such role.</exception>
    public static EmbeddingGenerationOptions WithRole(this EmbeddingGenerationOptions options, EmbeddingRole role) =>
        With(options, Qwen3PropertyNames.Role, OptionValues.Roles.NameOf(role));

    /// <summary>
    /// Embeds the texts of a call as queries with this instruction; with <see cref="WithRole"/> and <see cref="EmbeddingRole.Document"/> it
    /// is not used.
    /// </summary>
    /// <param name="options">Options to copy.</param>
    /// <param name="instruction">What the queries look for, as an English sentence; <see cref="TaskInstructions"/> has common ones.</param>
    /// <returns>A copy with the instruction.</returns>
    /// <exception cref="ArgumentException">The instruction is empty.</exception>
    public static EmbeddingGenerationOptions WithInstruction(this EmbeddingGenerationOptions options, string instruction)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instruction);
        return With(options, Qwen3PropertyNames.Instruction, instruction);
    }

    /// <summary>Says what happens to texts of a call that are too long.</summary>
    /// <param name="options">Options to copy.</param>
    /// <param name="truncation">What to do with a longer text.</param>
    /// <returns>A copy with the policy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such policy.</exception>
    public static EmbeddingGenerationOptions WithTruncation(this EmbeddingGenerationOptions options, Truncation truncation) =>
        With(options, Qwen3PropertyNames.Truncation, OptionValues.Truncations.NameOf(truncation));

    private static EmbeddingGenerationOptions With(EmbeddingGenerationOptions options, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Clone();

        // Clone copies the dictionary, but a type derived from the options may forget to.
        copy.AdditionalProperties = copy.AdditionalProperties?.Clone() ?? [];
        copy.AdditionalProperties[name] = value;
        return copy;
    }
}
