namespace Qwen3.Connectors.Inference;

/// <summary>A Qwen3 reranking model in memory: prompts in, probabilities of "yes" out. Safe for concurrent use.</summary>
public sealed class RerankerModel : IDisposable
{
    private RerankerModel() => Description = null!;

    /// <summary>What the file says of itself.</summary>
    public ModelDescription Description { get; }

    /// <summary>The model's own tokenizer.</summary>
    public Qwen3Tokenizer Tokenizer => throw new NotImplementedException();

    /// <summary>Opens a GGUF file: a causal language model with its head, or a converted one with <c>cls.output.weight</c>.</summary>
    /// <param name="path">A GGUF file of a Qwen3 reranker.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static RerankerModel Load(string path, InferenceOptions? options = null) => throw new NotImplementedException();

    /// <summary>Computes the probability of "yes" against "no" for each prompt.</summary>
    /// <param name="prompts">Finished prompts.</param>
    /// <param name="maxTokens">Tokens a prompt may have, template included, up to the context length. Null for the context length.</param>
    /// <param name="truncation">What to do with a document that doesn't fit; prefix, instruction, query and suffix are never cut.</param>
    /// <param name="cancellationToken">Leaves the queue, or stops the computation at the next layer.</param>
    /// <returns>One answer a prompt, in the order of <paramref name="prompts"/>.</returns>
    /// <exception cref="ArgumentException">A prompt leaves no room for its document, or is too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts,
        int? maxTokens = null,
        Truncation truncation = Truncation.CutEnd,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Waits for running work, then lets the file go. May be called more than once.</summary>
    public void Dispose() => throw new NotImplementedException();
}
