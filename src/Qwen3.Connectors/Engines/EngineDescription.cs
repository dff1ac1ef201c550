namespace Qwen3.Connectors;

/// <summary>An engine and its model.</summary>
/// <param name="ProviderName">What computes, for telemetry; <c>qwen3.local</c> for the managed engine.</param>
/// <param name="ModelId">The model's name.</param>
public sealed record EngineDescription(string ProviderName, string ModelId)
{
    internal const string LocalProvider = "qwen3.local";

    /// <summary>The address of the server that computes.</summary>
    /// <value>Default null: this process computes.</value>
    public Uri? Endpoint { get; init; }

    /// <summary>The full width of an embedding.</summary>
    /// <value>Default null: not known before the model is open or has answered, or not an embedding engine.</value>
    public int? Dimensions { get; init; }

    /// <summary>Tokens of a prompt at most.</summary>
    /// <value>Default null: not known.</value>
    public int? ContextLength { get; init; }
}
