using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference;

/// <summary>A Qwen3 embedding model in memory: texts in, final hidden states out. Safe for concurrent use.</summary>
public sealed class EmbeddingModel : IDisposable
{
    private readonly LoadedModel _model;

    private EmbeddingModel(LoadedModel model) => _model = model;

    /// <summary>What the file says of itself.</summary>
    public ModelDescription Description => _model.Description;

    /// <summary>The model's own tokenizer.</summary>
    public Qwen3Tokenizer Tokenizer => _model.Tokenizer;

    /// <summary>What tells this model from others: two files of one fingerprint give the same rows. Read when it is first asked for, in 10 to 60 ms with a 0.6B file.</summary>
    /// <exception cref="ObjectDisposedException">It is asked for first after the model was disposed.</exception>
    public ModelFingerprint Fingerprint => _model.Fingerprint;

    /// <summary>What was done so far and what waits; a snapshot.</summary>
    public EngineStatistics Statistics => _model.Statistics;

    /// <summary>Opens a GGUF file. The weights stay in the file, mapped into memory.</summary>
    /// <param name="path">A GGUF file of a Qwen3 embedding model, in any of the formats that docs/model-files.md lists.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static EmbeddingModel Load(string path, InferenceOptions? options = null)
    {
        var model = LoadedModel.Open(path, options, ModelKind.Embedding);
        try
        {
            // A causal language model's own head is of no use here, and no harm.
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

    /// <summary>Computes the hidden state of each text's end token.</summary>
    /// <param name="texts">Finished prompts; exactly one end token is put behind each. Special token names in them are plain text.</param>
    /// <param name="maxTokens">Tokens a text may have, its end token included; 2 to the context length. Null for the context length.</param>
    /// <param name="truncation">What to do with a longer text.</param>
    /// <param name="cancellationToken">Leaves the queue, or stops the computation at the next layer.</param>
    /// <returns>One row a text, in the order of <paramref name="texts"/>.</returns>
    /// <exception cref="ArgumentException">A text is null, or too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is out of its range.</exception>
    /// <exception cref="InvalidModelException">The weights gave a result that is not finite.</exception>
    /// <exception cref="EngineOverloadedException">More tokens wait than <see cref="InferenceOptions.MaxQueuedTokens"/> allows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public async Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<string> texts,
        int? maxTokens = null,
        Truncation truncation = Truncation.Throw,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var limit = _model.TokenLimit(maxTokens, minimum: 2);
        if (texts.Count == 0)
        {
            return [];
        }

        var sequences = await Task.Run(() => texts.Select((text, i) => Tokenize(text, i, limit, truncation)).ToArray(), cancellationToken).ConfigureAwait(false);
        var rows = await _model.RunAsync([.. sequences.Select(sequence => sequence.Tokens)], cancellationToken).ConfigureAwait(false);
        return [.. rows.Zip(sequences, (row, sequence) => new EmbeddedText(row, sequence.Tokens.Length, sequence.TruncatedCount))];
    }

    /// <summary>Waits for running work, then lets the file go. May be called more than once.</summary>
    public void Dispose() => _model.Dispose();

    private TokenSequence Tokenize(string? text, int index, int limit, Truncation truncation)
    {
        if (text is null)
        {
            throw new ArgumentException($"Text {index} is null.", nameof(text));
        }

        var ids = Tokenizer.Encode(text);
        return TokenSequence.Cut([], ids, [Tokenizer.EndOfTextId], limit, truncation, index);
    }
}
