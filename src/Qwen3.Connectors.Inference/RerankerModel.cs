using Qwen3.Connectors.Inference.Loading;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference;

/// <summary>A Qwen3 reranking model in memory: prompts in, probabilities of "yes" out. Safe for concurrent use.</summary>
public sealed class RerankerModel : IDisposable
{
    private readonly LoadedModel _model;
    private readonly YesNoHead _head;

    private RerankerModel(LoadedModel model, YesNoHead head)
    {
        _model = model;
        _head = head;
    }

    /// <summary>What the file says of itself.</summary>
    public ModelDescription Description => _model.Description;

    /// <summary>The model's own tokenizer.</summary>
    public Qwen3Tokenizer Tokenizer => _model.Tokenizer;

    /// <summary>What tells this model from others: two files of one fingerprint give the same rows. Read when it is first asked for, in 10 to 60 ms with a 0.6B file.</summary>
    /// <exception cref="ObjectDisposedException">It is asked for first after the model was disposed.</exception>
    public ModelFingerprint Fingerprint => _model.Fingerprint;

    /// <summary>What was done so far and what waits; a snapshot.</summary>
    public EngineStatistics Statistics => _model.Statistics;

    /// <summary>Where the answers' rows come from.</summary>
    public YesNoHeadDescription Head => _head.Description;

    /// <summary>Opens a GGUF file: a causal language model with its head, or a converted one with <c>cls.output.weight</c>.</summary>
    /// <param name="path">A GGUF file of a Qwen3 reranker.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
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
    /// <param name="prompts">Finished prompts.</param>
    /// <param name="maxTokens">Tokens a prompt may have, template included, up to the context length. Null for the context length.</param>
    /// <param name="truncation">What to do with a document that doesn't fit; prefix, instruction, query and suffix are never cut.</param>
    /// <param name="cancellationToken">Leaves the queue, or stops the computation at the next layer.</param>
    /// <returns>One answer a prompt, in the order of <paramref name="prompts"/>.</returns>
    /// <exception cref="ArgumentException">A prompt leaves no room for its document, or is too long and <paramref name="truncation"/> is <see cref="Truncation.Throw"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is out of its range.</exception>
    /// <exception cref="InvalidModelException">The weights gave a result that is not finite.</exception>
    /// <exception cref="EngineOverloadedException">More tokens wait than <see cref="InferenceOptions.MaxQueuedTokens"/> allows.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts,
        int? maxTokens = null,
        Truncation truncation = Truncation.TruncateEnd,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        var limit = _model.TokenLimit(maxTokens, minimum: 1);
        if (prompts.Count == 0)
        {
            return [];
        }

        var sequences = await Task.Run(() => prompts.Select((prompt, i) => Tokenize(prompt, i, limit, truncation)).ToArray(), cancellationToken).ConfigureAwait(false);
        var rows = await _model.RunAsync([.. sequences.Select(sequence => sequence.Tokens)], cancellationToken).ConfigureAwait(false);
        return [.. rows.Zip(sequences, (row, sequence) => new ScoredPrompt(_head.YesProbability(row), sequence.Tokens.Length, sequence.TruncatedCount))];
    }

    /// <summary>Waits for running work, then lets the file go. May be called more than once.</summary>
    public void Dispose() => _model.Dispose();

    private static int RequireToken(LoadedModel model, int? id, string answer) => id ?? throw new InvalidModelException(
        model.Description.Path, $"no token '{answer}' in the vocabulary", "the tokens yes and no, whose logits are the answer", "The tokenizer is not that of a Qwen3 reranker: choose another file.");

    /// <summary>The three parts apart, as the model was trained; the document starts where the body's ids stop being those of the body without it.</summary>
    private TokenSequence Tokenize(RerankPrompt prompt, int index, int limit, Truncation truncation)
    {
        var body = Tokenizer.Encode(prompt.Body).AsSpan();
        var bodyHead = Tokenizer.Encode(prompt.Body.AsSpan(..prompt.DocumentStart));
        var kept = body.CommonPrefixLength(bodyHead);
        int[] head = [.. Tokenizer.EncodeTemplate(prompt.Prefix), .. body[..kept]];
        return TokenSequence.Cut(head, body[kept..], Tokenizer.EncodeTemplate(prompt.Suffix), limit, truncation, index);
    }
}
