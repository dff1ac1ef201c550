using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>
/// Computes embeddings: prompts in, full-width rows out. Roles, instructions and dimensions are those of
/// <see cref="Qwen3EmbeddingGenerator"/>. Members are safe for concurrent use.
/// </summary>
public interface IEmbeddingEngine : IDisposable
{
    /// <summary>The engine and its model, as far as known without opening or asking it; never blocks.</summary>
    EngineDescription Description { get; }

    /// <summary>Computes one row per prompt.</summary>
    /// <param name="prompts">Prompts. Special token names in them are plain text.</param>
    /// <param name="maxTokens">Tokens of a prompt at most, its end token included; null for the context length.</param>
    /// <param name="truncation">What to do with a text that does not fit; prefixes are never truncated.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>
    /// Rows at full width in the order of <paramref name="prompts"/>, not necessarily normalised. List and rows belong to the caller,
    /// who may change them: an engine that keeps rows returns copies.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A prefix leaves no tokens for its text, or a text is too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>;
    /// nothing was computed.
    /// </exception>
    Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts,
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
