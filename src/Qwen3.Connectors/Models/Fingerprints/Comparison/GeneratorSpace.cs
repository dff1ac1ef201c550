using System.Security.Cryptography;
using System.Text;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Models.Fingerprints.Comparison;

/// <summary>The fingerprint of what a generator gives.</summary>
internal static class GeneratorSpace
{
    // The managed engine takes the last token's state, engines of others must, and the generator brings every vector to norm one.
    private const string Pooling = "last-l2";

    /// <summary>Of the template's own strings, with marks where instruction and text stand: whoever edits the template changes it.</summary>
    private static readonly string s_template = Hash(
        EmbeddingTemplate.PrefixOf(EmbeddingRole.Document, null) + "\u0001\0" + EmbeddingTemplate.PrefixOf(EmbeddingRole.Query, "\u0002") + "\u0001");

    /// <summary>Opens the engine's model where it is not open.</summary>
    public static async ValueTask<VectorSpaceFingerprint> OfAsync(IEmbeddingEngine engine, Qwen3EmbeddingOptions options, CancellationToken cancellationToken)
    {
        var model = await engine.GetServiceAsync(typeof(ModelFingerprint), cancellationToken).ConfigureAwait(false) as ModelFingerprint;
        return Of(await engine.GetDescriptionAsync(cancellationToken).ConfigureAwait(false), model, options);
    }

    public static VectorSpaceFingerprint Of(IEmbeddingEngine engine, Qwen3EmbeddingOptions options) =>
        Of(engine.Description, engine.GetService(typeof(ModelFingerprint)) as ModelFingerprint, options);

    private static VectorSpaceFingerprint Of(EngineDescription description, ModelFingerprint? model, Qwen3EmbeddingOptions options)
    {
        return new VectorSpaceFingerprint
        {
            Weights = model?.Weights ?? $"model:{description.ModelId}",
            Tokenizer = model?.Tokenizer ?? $"model:{description.ModelId}",
            Template = s_template,
            Pooling = Pooling,
            Role = options.Role,
            Instruction = options.Role == EmbeddingRole.Query ? Hash(options.QueryInstruction) : null,
            Dimensions = options.Dimensions ?? description.Dimensions,
            Truncation = options.Truncation,
            MaxTokens = options.MaxTokens ?? description.ContextLength,
        };
    }

    /// <summary>32 hexadecimal digits; a text can't be had back from them.</summary>
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
