using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>What both managed engines answer alike.</summary>
internal static class ModelServices
{
    public const string ProviderName = "qwen3.local";

    public static EngineDescription Describe(ModelDescription model, bool isEmbedding) => new(ProviderOf(model), model.Name)
    {
        Dimensions = isEmbedding ? model.Shape.HiddenSize : null,
        ContextLength = model.Shape.ContextLength,
    };

    /// <summary>Who computes: this engine's own code, or a backend in its place.</summary>
    private static string ProviderOf(ModelDescription model) => model.Backend is { } backend ? $"qwen3.{backend}" : ProviderName;

    /// <summary>Whether the type is one that both kinds of model offer.</summary>
    public static bool IsOfModel(Type serviceType) => serviceType == typeof(ModelDescription) || serviceType == typeof(ModelFingerprint) || serviceType == typeof(Qwen3Tokenizer);

    /// <exception cref="NotSupportedException">There is no tokenizer.</exception>
    public static Qwen3Tokenizer RequireTokenizer(object? service, EngineDescription engine) => service as Qwen3Tokenizer
        ?? throw new NotSupportedException($"The engine '{engine.ProviderName}' does not offer its tokenizer ({nameof(Qwen3Tokenizer)}), which counting tokens needs.");

    /// <summary>The first of the parts that is of the type asked for. The fingerprint is read from the file, so only when it is asked for by its name.</summary>
    public static object? Find(Type serviceType, object engine, object model, ModelDescription description, Qwen3Tokenizer tokenizer, Func<ModelFingerprint> fingerprint)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceType == typeof(ModelFingerprint))
        {
            return fingerprint();
        }

        foreach (var part in (ReadOnlySpan<object>)[engine, model, description, tokenizer])
        {
            if (serviceType.IsInstanceOfType(part))
            {
                return part;
            }
        }

        return null;
    }
}
