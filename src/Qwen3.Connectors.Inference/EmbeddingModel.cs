namespace Qwen3.Connectors.Inference;

/// <summary>A Qwen3 embedding model in memory: texts in, final hidden states out. Safe for concurrent use.</summary>
public sealed class EmbeddingModel : IDisposable
{
    private EmbeddingModel() => Description = null!;

    /// <summary>What the file says of itself.</summary>
    public ModelDescription Description { get; }

    /// <summary>The model's own tokenizer.</summary>
    public Qwen3Tokenizer Tokenizer => throw new NotImplementedException();

    /// <summary>Opens a GGUF file. The weights stay in the file, mapped into memory.</summary>
    /// <param name="path">A GGUF file of a Qwen3 embedding model, any block format of the design page.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static EmbeddingModel Load(string path, InferenceOptions? options = null) => throw new NotImplementedException();

    /// <summary>Computes the hidden state of each text's end token.</summary>
    /// <param name="texts">Finished prompts; exactly one end token is put behind each. Special token names in them are plain text.</param>
    /// <param name="maxTokens">Tokens a text may have, its end token included; 2 to the context length. Null for the context length.</param>
    /// <param name="truncation">What to do with a longer text.</param>
    /// <param name="cancellationToken">Leaves the queue, or stops the computation at the next layer.</param>
    /// <returns>One row a text, in the order of <paramref name="texts"/>.</returns>
    /// <exception cref="ArgumentException">A text is too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<string> texts,
        int? maxTokens = null,
        Truncation truncation = Truncation.Throw,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Waits for running work, then lets the file go. May be called more than once.</summary>
    public void Dispose() => throw new NotImplementedException();
}
