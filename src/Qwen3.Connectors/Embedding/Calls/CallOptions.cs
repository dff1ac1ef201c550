using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Embedding.Calls;

/// <summary>
/// Creates options that say explicitly what a call embeds texts as, whatever the defaults of the generator that receives them.
/// </summary>
internal static class CallOptions
{
    /// <summary>Returns a copy of options with the role, instruction, truncation and dimensions of a call.</summary>
    public static EmbeddingGenerationOptions Create(EmbeddingCall call, EmbeddingGenerationOptions? options)
    {
        var copy = (options ?? new()).WithRole(call.Role).WithTruncation(call.Truncation);
        copy.Dimensions = call.Dimensions;
        return call.Role == EmbeddingRole.Query ? copy.WithInstruction(call.Instruction) : copy;
    }
}
