namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>A network that can compute a small batch between two steps of another one, with the same results.</summary>
internal interface IPreemptibleTransformer : ITransformer
{
    /// <summary>
    /// Computes as <see cref="ITransformer.Forward"/> does, and calls <paramref name="betweenSteps"/> between the steps of a layer.
    /// </summary>
    /// <param name="sequences">Token ids.</param>
    /// <param name="hiddenStates"><c>[sequences x hidden]</c>.</param>
    /// <param name="betweenSteps">May call <see cref="ForwardNested"/>.</param>
    /// <param name="cancellationToken">Stops the computation at the next step.</param>
    /// <returns>Tokens computed.</returns>
    int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, Action betweenSteps, CancellationToken cancellationToken);

    /// <summary>Computes while another batch is interrupted.</summary>
    /// <param name="sequences">Token ids.</param>
    /// <param name="hiddenStates"><c>[sequences x hidden]</c>.</param>
    /// <param name="cancellationToken">Stops the computation at the next step.</param>
    /// <returns>Tokens computed.</returns>
    int ForwardNested(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken);
}
