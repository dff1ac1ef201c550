using System.Runtime.CompilerServices;
using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Inference.Prompts;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference;

/// <summary>A Qwen3 embedding model in memory: texts in, final hidden states out. Safe for concurrent use.</summary>
public sealed class EmbeddingModel : IDisposable, IAsyncDisposable
{
    private readonly LoadedModel _model;

    private EmbeddingModel(LoadedModel model) => _model = model;

    /// <summary>The file's metadata.</summary>
    public ModelDescription Description => _model.Description;

    /// <summary>The model's tokenizer.</summary>
    public Qwen3Tokenizer Tokenizer => _model.Tokenizer;

    /// <summary>
    /// Identifies the model: two files of one fingerprint give the same rows. Computed at first use, in 10 to 60 ms with a 0.6B file.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model was disposed before the first use.</exception>
    public ModelFingerprint Fingerprint => _model.Fingerprint;

    /// <summary>Work done so far and work that waits; a snapshot.</summary>
    public EngineStatistics Statistics => _model.Statistics;

    /// <summary>Opens a GGUF file. The weights stay in the file, mapped into memory.</summary>
    /// <param name="path">A GGUF file of a Qwen3 embedding model, in any of the formats that docs/model-files.md lists.</param>
    /// <param name="options">How to run it, copied; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static EmbeddingModel Load(string path, InferenceOptions? options = null)
    {
        var model = LoadedModel.Open(path, options, ModelKind.Embedding);
        try
        {
            // A causal language model's own head is not used here and does no harm.
            model.Tensors.RequireAllUsed(YesNoHead.OwnHead);
            model.Start();
            return new EmbeddingModel(model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Computes the hidden state of each text's end token, for texts without a prefix.</summary>
    /// <param name="texts">Texts; exactly one end token is put behind each. Special token names in them are plain text.</param>
    /// <param name="maxTokens">
    /// Tokens of a text at most, its end token included; 2 to the context length. Null for the context length.
    /// </param>
    /// <param name="truncation">What to do with a longer text.</param>
    /// <param name="cancellationToken">Removes the texts from the queue, or stops the computation at the next layer.</param>
    /// <returns>One row per text, in the order of <paramref name="texts"/>.</returns>
    /// <exception cref="ArgumentException">
    /// A text is null, or too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is out of its range.</exception>
    /// <exception cref="InvalidModelException">The weights gave a result that is not finite.</exception>
    /// <exception cref="EngineOverloadedException">More tokens wait than <see cref="InferenceOptions.MaxQueuedTokens"/> allows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    [OverloadResolutionPriority(1)]
    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<string> texts,
        int? maxTokens = null,
        Truncation truncation = Truncation.Throw,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EmbedAsync([.. texts.Select(text => new EmbeddingPrompt("", text))], maxTokens, truncation, cancellationToken);
    }

    /// <summary>Computes the hidden state of each prompt's end token.</summary>
    /// <param name="prompts">Prompts; exactly one end token is put behind each.</param>
    /// <param name="maxTokens">
    /// Tokens of a prompt at most, its end token included; 2 to the context length. Null for the context length.
    /// </param>
    /// <param name="truncation">What to do with a text that does not fit; its prefix is never truncated.</param>
    /// <param name="cancellationToken">Removes the prompts from the queue, or stops the computation at the next layer.</param>
    /// <returns>One row per prompt, in the order of <paramref name="prompts"/>.</returns>
    /// <exception cref="ArgumentException">
    /// A text is null, a prefix leaves no tokens for its text, or a text is too long and <paramref name="truncation"/> is
    /// <see cref="Truncation.Throw"/>. Nothing was computed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is out of its range.</exception>
    /// <exception cref="InvalidModelException">The weights gave a result that is not finite.</exception>
    /// <exception cref="EngineOverloadedException">More tokens wait than <see cref="InferenceOptions.MaxQueuedTokens"/> allows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public async Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts,
        int? maxTokens = null,
        Truncation truncation = Truncation.Throw,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        var tokenizer = new PromptTokenizer(Tokenizer, _model.TokenLimit(maxTokens, minimum: 2), truncation, cancellationToken);
        var rows = new EmbeddedText[prompts.Count];
        await _model.Engine.RunAsync(
            prompts.Count,
            prompts.Sum(prompt => (long)(prompt.Prefix?.Length ?? 0) + (prompt.Text?.Length ?? 0)),
            i => tokenizer.Encode(prompts[i], i),
            (i, sequence, hidden) =>
                rows[i] = new EmbeddedText(_model.RequireFinite(hidden, i).ToArray(), sequence.Ids.Length, sequence.TruncatedCount),
            cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Waits for the batch that is running, then closes the file. May be called more than once.</summary>
    public void Dispose() => _model.Dispose();

    /// <summary>Closes the file once the batch that is running has ended. May be called more than once.</summary>
    public ValueTask DisposeAsync() => _model.DisposeAsync();
}
