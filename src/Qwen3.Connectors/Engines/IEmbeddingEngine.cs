using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>
/// Something that computes embeddings: finished prompts in, full-width rows out. It knows nothing of roles, instructions or dimensions, which are
/// <see cref="Qwen3EmbeddingGenerator"/>'s. Members are safe for concurrent use.
/// </summary>
public interface IEmbeddingEngine : IDisposable
{
    /// <summary>What the engine says of itself; readable at any time, also before the model is in memory.</summary>
    EngineDescription Description { get; }

    /// <summary>Computes one row a prompt.</summary>
    /// <param name="prompts">Finished prompts. Special token names in them are plain text.</param>
    /// <param name="maxTokens">Tokens a prompt may have, its end token included; null for the context length.</param>
    /// <param name="truncation">What to do with a longer prompt.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>Rows at full width in the order of <paramref name="prompts"/>, not necessarily normalised.</returns>
    /// <exception cref="ArgumentException">A prompt is too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>.</exception>
    Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<string> prompts,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken);

    /// <summary>The engine itself or something that it is built on, such as its model.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    object? GetService(Type serviceType);
}
