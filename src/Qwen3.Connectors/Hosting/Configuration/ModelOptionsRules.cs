using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Hosting.Configuration;

/// <summary>What registrations know about an options class of a model.</summary>
internal sealed record ModelOptionsRules<TOptions>
{
    /// <summary>The name of the class, for messages.</summary>
    public required string TypeName { get; init; }

    public required ModelKind Kind { get; init; }

    public required OptionKeys<TOptions> Keys { get; init; }

    /// <summary>Returns all faults that can be found without the model.</summary>
    public required Func<TOptions, IEnumerable<string>> Validate { get; init; }

    public required Func<TOptions, string?> ModelPathOf { get; init; }

    public required Func<TOptions, int?> MaxTokensOf { get; init; }

    /// <summary>Returns the dimensions of embeddings; null where they are the model's, and for rerankers.</summary>
    public Func<TOptions, int?> DimensionsOf { get; init; } = _ => null;

    /// <summary>Returns the faults that only the registration without a key can have.</summary>
    public Func<TOptions, IEnumerable<string>> ValidateDefault { get; init; } = _ => [];
}
