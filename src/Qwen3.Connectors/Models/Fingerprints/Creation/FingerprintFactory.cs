using System.Security.Cryptography;
using System.Text;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Models.Fingerprints.Creation;

/// <summary>Creates the fingerprint of a generator from its engine and its options.</summary>
internal static class FingerprintFactory
{
    // The managed engine pools the last token, other engines must do the same, and the generator normalises every vector.
    private const string Pooling = "last-l2";

    /// <summary>A hash of the templates with placeholders for instruction and text: it changes when a template is edited.</summary>
    private static readonly string s_template = Hash(
        EmbeddingTemplate.PrefixOf(EmbeddingRole.Document, null) + "\u0001\0"
            + EmbeddingTemplate.PrefixOf(EmbeddingRole.Query, "\u0002") + "\u0001");

    /// <summary>Creates the fingerprint, and opens the engine's model first if it is not open.</summary>
    public static async ValueTask<VectorSpaceFingerprint> CreateAsync(
        IEmbeddingEngine engine, Qwen3EmbeddingOptions options, CancellationToken cancellationToken)
    {
        var model = await engine.GetServiceAsync(typeof(ModelFingerprint), cancellationToken).ConfigureAwait(false) as ModelFingerprint;
        return Create(await engine.GetDescriptionAsync(cancellationToken).ConfigureAwait(false), model, options);
    }

    public static VectorSpaceFingerprint Create(IEmbeddingEngine engine, Qwen3EmbeddingOptions options) =>
        Create(engine.Description, engine.GetService(typeof(ModelFingerprint)) as ModelFingerprint, options);

    private static VectorSpaceFingerprint Create(EngineDescription description, ModelFingerprint? model, Qwen3EmbeddingOptions options)
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

    /// <summary>Returns 32 hexadecimal digits, from which the text can't be recovered.</summary>
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
