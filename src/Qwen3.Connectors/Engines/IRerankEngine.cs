using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>
/// Something that scores reranking prompts: finished prompts in, probabilities out. It knows nothing of rank order or top-n, which are
/// <see cref="Qwen3Reranker"/>'s. Members are safe for concurrent use.
/// </summary>
public interface IRerankEngine : IDisposable
{
    /// <summary>What the engine says of itself; readable at any time, also before the model is in memory.</summary>
    EngineDescription Description { get; }

    /// <summary>Computes the probability of "yes" for each prompt.</summary>
    /// <param name="prompts">Finished prompts in their parts. Special token names in a body are plain text.</param>
    /// <param name="maxTokens">Tokens a prompt may have, template included; null for the context length.</param>
    /// <param name="truncation">What to do with a document that does not fit; nothing else is ever cut.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>Probabilities in the order of <paramref name="prompts"/>.</returns>
    /// <exception cref="ArgumentException">A prompt leaves no room for its document, or is too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>.</exception>
    Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken);

    /// <summary>The engine itself or something that it is built on, such as its model.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    object? GetService(Type serviceType);
}
