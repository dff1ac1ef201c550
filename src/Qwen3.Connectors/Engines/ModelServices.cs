using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Engines;

/// <summary>What both managed engines answer alike.</summary>
internal static class ModelServices
{
    public const string ProviderName = "qwen3.local";

    public static EngineDescription Describe(ModelDescription model, bool isEmbedding) => new(ProviderName, model.Name)
    {
        Dimensions = isEmbedding ? model.HiddenSize : null,
        ContextLength = model.ContextLength,
    };

    /// <summary>The first of the parts that is of the type asked for.</summary>
    public static object? Find(Type serviceType, object engine, object model, ModelDescription description, Qwen3Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
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
