namespace Qwen3.Connectors.Inference;

/// <summary>A network in memory: token ids in, last hidden states out. One thread at a time uses it.</summary>
public interface ITransformer : IDisposable
{
    /// <summary>Tokens that a sequence may have; the model's own context length counts where it is less.</summary>
    int MaxTokens { get; }

    /// <summary>Computes the final hidden state of each sequence's last token, after the output norm.</summary>
    /// <param name="sequences">
    /// Finished ids, 1 to <see cref="MaxTokens"/> each; the backend packs them.
    /// </param>
    /// <param name="hiddenStates">Receives them: <c>[sequences x hidden]</c>.</param>
    /// <param name="cancellationToken">Stops the computation at the next step.</param>
    /// <returns>Tokens computed: fewer than there are ids where prefixes were shared.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; the network can be used again.</exception>
    int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken);
}
