namespace Qwen3.Connectors;

/// <summary>What an engine says of itself and its model.</summary>
/// <param name="ProviderName">Who computes, for telemetry; <c>qwen3.local</c> for the managed engine.</param>
/// <param name="ModelId">The model's name.</param>
public sealed record EngineDescription(string ProviderName, string ModelId)
{
    /// <summary>The address of a server, if one computes.</summary>
    /// <value>Default null: in this process.</value>
    public Uri? Endpoint { get; init; }

    /// <summary>The full width of an embedding.</summary>
    /// <value>Default null: not known before the first answer, or not an embedding engine.</value>
    public int? Dimensions { get; init; }

    /// <summary>Tokens that a prompt may have at the most.</summary>
    /// <value>Default null: not known.</value>
    public int? ContextLength { get; init; }
}
