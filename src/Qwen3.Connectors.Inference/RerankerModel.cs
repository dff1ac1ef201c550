using System.Globalization;
using System.Numerics.Tensors;
using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Inference.Prompts;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference;

/// <summary>A Qwen3 reranking model in memory: prompts in, probabilities of "yes" out. Safe for concurrent use.</summary>
public sealed class RerankerModel : IDisposable, IAsyncDisposable
{
    // The outputs of a norm are of the order of its weights. Products of larger values overflow; smaller ones have lost to the epsilon.
    private const float MinMagnitude = 1e-9f;
    private const float MaxMagnitude = 1e15f;

    private readonly LoadedModel _model;
    private readonly YesNoHead _head;

    private RerankerModel(LoadedModel model, YesNoHead head)
    {
        _model = model;
        _head = head;
    }

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

    /// <summary>Where the rows of "yes" and "no" come from.</summary>
    public YesNoHeadDescription Head => _head.Description;

    /// <summary>Opens a GGUF file: a causal language model with its head, or a converted one with <c>cls.output.weight</c>.</summary>
    /// <param name="path">A GGUF file of a Qwen3 reranker.</param>
    /// <param name="options">How to run it, copied; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static RerankerModel Load(string path, InferenceOptions? options = null)
    {
        var model = LoadedModel.Open(path, options, ModelKind.Reranker);
        try
        {
            var yes = RequireToken(model, model.Tokenizer.YesId, "yes");
            var no = RequireToken(model, model.Tokenizer.NoId, "no");
            var head = YesNoHeadReader.Read(model.File, model.Tensors, model.Shape, model.Weights, yes, no);
            model.Tensors.RequireAllUsed(YesNoHead.OwnHead);
            model.Start();
            return new RerankerModel(model, head);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Computes the probability of "yes" against "no" for each prompt.</summary>
    /// <param name="prompts">Prompts; template, instruction and query are tokenised once where consecutive prompts have the same.</param>
    /// <param name="maxTokens">
    /// Tokens of a prompt at most, template included, up to the context length. Null for the context length.
    /// </param>
    /// <param name="truncation">What to do with a document that does not fit; prefix, head and suffix are never truncated.</param>
    /// <param name="cancellationToken">Removes the prompts from the queue, or stops the computation at the next layer.</param>
    /// <returns>One score per prompt, in the order of <paramref name="prompts"/>.</returns>
    /// <exception cref="ArgumentException">
    /// Prefix, head and suffix leave no tokens for a document, or a document is too long and <paramref name="truncation"/> is
    /// <see cref="Truncation.Throw"/>. Nothing was computed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is out of its range.</exception>
    /// <exception cref="InvalidModelException">The weights gave a result that is not finite, or zero.</exception>
    /// <exception cref="EngineOverloadedException">More tokens wait than <see cref="InferenceOptions.MaxQueuedTokens"/> allows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts,
        int? maxTokens = null,
        Truncation truncation = Truncation.TruncateEnd,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        var tokenizer = new PromptTokenizer(Tokenizer, _model.TokenLimit(maxTokens, minimum: 1), truncation, cancellationToken);
        var scores = new ScoredPrompt[prompts.Count];
        await _model.Engine.RunAsync(
            prompts.Count,
            prompts.Sum(prompt => (long)(prompt.Head?.Length ?? 0) + (prompt.Document?.Length ?? 0)),
            i => tokenizer.Encode(prompts[i], i),
            (i, sequence, hidden) =>
                scores[i] = new ScoredPrompt(
                    _head.YesProbability(RequireDirection(hidden, i)), sequence.Ids.Length, sequence.TruncatedCount),
            cancellationToken).ConfigureAwait(false);
        return scores;
    }

    /// <summary>Waits for the batch that is running, then closes the file. May be called more than once.</summary>
    public void Dispose() => _model.Dispose();

    /// <summary>Closes the file once the batch that is running has ended. May be called more than once.</summary>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    /// <summary>Checks a result: one of zeros, as of weights that are zero or overflow, would score 0.5 for every document.</summary>
    private ReadOnlySpan<float> RequireDirection(ReadOnlySpan<float> hidden, int index)
    {
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(_model.RequireFinite(hidden, index)));
        return largest is >= MinMagnitude and <= MaxMagnitude
            ? hidden
            : throw new InvalidModelException(
                Description.Path,
                string.Create(CultureInfo.InvariantCulture, $"a result for text {index} whose largest value is {largest:G3}"),
                "values of a normalised hidden state",
                "The weights are damaged: fetch the file again.");
    }

    private static int RequireToken(LoadedModel model, int? id, string answer) => id ?? throw new InvalidModelException(
        model.Description.Path,
        $"no token '{answer}' in the vocabulary",
        "the tokens yes and no, whose logits are the answer",
        "The tokenizer is not that of a Qwen3 reranker: choose another file.");
}
