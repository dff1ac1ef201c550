using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>
/// Scores reranking prompts: prompts in, probabilities out. Rank order and top-n are those of <see cref="Qwen3Reranker"/>. Members are safe
/// for concurrent use.
/// </summary>
public interface IRerankEngine : IDisposable
{
    /// <summary>The engine and its model, as far as known without opening or asking it; never blocks.</summary>
    EngineDescription Description { get; }

    /// <summary>Computes the probability of "yes" for each prompt.</summary>
    /// <param name="prompts">Prompts in their parts. Special token names in head and document are plain text.</param>
    /// <param name="maxTokens">Tokens of a prompt at most, template included; null for the context length.</param>
    /// <param name="truncation">
    /// What to do with a document that does not fit, or has more tokens than its prompt allows; nothing else is ever truncated.
    /// </param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>Probabilities in the order of <paramref name="prompts"/>.</returns>
    /// <exception cref="ArgumentException">
    /// A head leaves no tokens for its document, or a document is too long and <paramref name="truncation"/> is
    /// <see cref="Truncation.Throw"/>; nothing was computed.
    /// </exception>
    Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken);

    /// <summary>
    /// Gets the engine itself or a part that is there now, such as its open model; never blocks for a model that is not open.
    /// </summary>
    /// <param name="serviceType">The type to find.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    object? GetService(Type serviceType);

    /// <summary>Gets the description of the open model, which is opened where it is not.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The description with all that the model's file says.</returns>
    ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken) => new(Description);

    /// <summary>As <see cref="GetService"/>; opens the model for a part that only an open one has, such as its tokenizer.</summary>
    /// <param name="serviceType">The type to find.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    ValueTask<object?> GetServiceAsync(Type serviceType, CancellationToken cancellationToken) => new(GetService(serviceType));
}
