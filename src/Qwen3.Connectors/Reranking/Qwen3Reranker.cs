using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Reranking.Calls;
using Qwen3.Connectors.Reranking.Ranking;

namespace Qwen3.Connectors;

/// <summary>Orders documents with a Qwen3-Reranker model, which reads the query and a document together. Safe for concurrent use.</summary>
public sealed class Qwen3Reranker : ITextReranker
{
    private readonly IRerankEngine _engine;
    private readonly Qwen3RerankerOptions _options;
    private readonly bool _ownsEngine;
    private bool _disposed;

    /// <summary>What time budgets are measured by; another one in tests.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Creates a reranker on an engine.</summary>
    /// <param name="engine">What computes.</param>
    /// <param name="options">How to score; null for the defaults.</param>
    /// <param name="leaveEngineOpen">Whether the engine stays open when the reranker is disposed.</param>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
    public Qwen3Reranker(IRerankEngine engine, Qwen3RerankerOptions? options = null, bool leaveEngineOpen = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _options = options?.Clone() ?? new Qwen3RerankerOptions();
        _options.ThrowIfInvalid(nameof(options));
        _engine = engine;
        _ownsEngine = !leaveEngineOpen;
    }

    /// <summary>Opens a GGUF file: a causal language model with its head, or a converted one. The weights stay in the file, mapped into memory.</summary>
    /// <param name="path">A GGUF file of a Qwen3 reranker, or a name of <see cref="ModelCatalog"/>: its file is downloaded where it is not here, while the caller waits.</param>
    /// <param name="options">How to score; null for the defaults.</param>
    /// <param name="backend">What computes in the managed code's place, such as a GPU; null for the managed code.</param>
    /// <returns>A reranker that owns the model: dispose it when done.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ModelDownloadException">A named model is not here and could not be downloaded.</exception>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault. Or the text is neither a file nor a name.</exception>
    public static Qwen3Reranker Load(string path, Qwen3RerankerOptions? options = null, ITransformerBackend? backend = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options?.ThrowIfInvalid(nameof(options));
        var inference = (options ?? new()).ToInferenceOptions();
        inference.Backend = backend;
        var model = RerankerModel.Load(ModelStore.GetFromEnvironment(path), inference);
        try
        {
            return new Qwen3Reranker(new ManagedRerankEngine(model), options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a reranker on <see cref="Qwen3RerankerOptions.ModelPath"/> whose file is opened when it is first needed, once: by the first documents, by
    /// <see cref="CountTokens"/>, or by whoever asks for its description. Opening reads the header; weights are read from the mapped file as they are used.
    /// </summary>
    /// <remarks>Of a name of <see cref="ModelCatalog"/>, the description is known without a file; the first documents get and open it.</remarks>
    /// <param name="options">How to score, with the path or the name.</param>
    /// <param name="store">Where a named model comes from; null for the store that the environment describes.</param>
    /// <returns>A reranker that owns the model: dispose it when done. Faults of the file are thrown at its first use, and by each one that follows until it opens.</returns>
    /// <exception cref="ArgumentException">Options are wrong, or there is no path; the message lists every fault.</exception>
    public static Qwen3Reranker Create(Qwen3RerankerOptions options, ModelStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(options));
        return options.ModelPath is { } path
            ? new Qwen3Reranker(new LazyRerankEngine(new ModelSource(ModelReference.Parse(path, nameof(options)), store), options.ToInferenceOptions()), options)
            : throw new ArgumentException($"{nameof(Qwen3RerankerOptions)}: {nameof(options.ModelPath)} is null; expected the path of a GGUF file, or a name of the catalog.", nameof(options));
    }

    /// <summary>Scores each document against the query.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="documents">The candidates.</param>
    /// <param name="options">Options of this call; never changed. Null for the reranker's own.</param>
    /// <param name="cancellationToken">Leaves the queue, or stops the computation.</param>
    /// <returns>The most probable documents first; documents of equal probability in the order they were given in. Empty for no documents.</returns>
    /// <exception cref="ArgumentException">A document is null, instruction and query leave no room for one, or one is too long where cutting is not allowed.</exception>
    /// <exception cref="NotSupportedException">Tokens a document are limited and the engine does not offer its tokenizer.</exception>
    /// <exception cref="InvalidOutputException">The model gave a value that is not a probability.</exception>
    /// <exception cref="ObjectDisposedException">The reranker was disposed.</exception>
    public async Task<RerankResults> RerankAsync(
        string query,
        IReadOnlyList<string> documents,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(documents);
        cancellationToken.ThrowIfCancellationRequested();

        // Read now: the caller may change its options and its list while the model computes.
        var call = RerankCall.Read(options, _options);
        var texts = Enumerate(documents);
        if (texts.Length == 0)
        {
            return Rank([], [], call, documentCount: 0);
        }

        var cut = await CutAsync(texts, call, cancellationToken).ConfigureAwait(false);
        var answers = await ScoreAsync(RerankTemplate.Build(call.Instruction, query, [.. cut.Select(text => text.Text)]), call, cancellationToken).ConfigureAwait(false);
        return Rank(answers, cut, call, texts.Length);
    }

    /// <summary>Counts a text's tokens as the model does.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text's own tokens; a prompt also takes those of the template, the instruction and the query.</returns>
    /// <exception cref="NotSupportedException">The engine does not offer its tokenizer.</exception>
    public int CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        return ModelServices.RequireTokenizer(_engine.GetService(typeof(Qwen3Tokenizer)), _engine.Description).CountTokens(text);
    }

    /// <summary>The reranker itself, its <see cref="EngineDescription"/>, or something that it is built on, such as its <see cref="RerankerModel"/>.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Must be null: the reranker has no named services.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EngineDescription) ? _engine.Description
            : serviceType.IsInstanceOfType(this) ? this
            : _engine.GetService(serviceType);
    }

    /// <summary>Closes the model. May be called more than once.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _disposed, true) && _ownsEngine)
        {
            _engine.Dispose();
        }
    }

    private static string[] Enumerate(IReadOnlyList<string> documents)
    {
        var texts = new string[documents.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = documents[i] ?? throw new ArgumentException($"Document {i} is null; a text was expected.", nameof(documents));
        }

        return texts;
    }

    private async Task<TruncatedText[]> CutAsync(string[] documents, RerankCall call, CancellationToken cancellationToken)
    {
        if (call.MaxTokensPerDocument is not { } maxTokens)
        {
            return [.. documents.Select(document => new TruncatedText(document, 0))];
        }

        var tokenizer = ModelServices.RequireTokenizer(_engine.GetService(typeof(Qwen3Tokenizer)), _engine.Description);
        return await Task.Run(() => new DocumentTruncator(tokenizer, maxTokens, call.Truncation).Cut(documents), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(RerankPrompt[] prompts, RerankCall call, CancellationToken cancellationToken)
    {
        if (call.HasBudget)
        {
            return await new BudgetedScorer(_engine, _options.MaxTokens, Time).ScoreAsync(prompts, call, cancellationToken).ConfigureAwait(false);
        }

        var answers = await _engine.ScoreAsync(prompts, _options.MaxTokens, call.Truncation, cancellationToken).ConfigureAwait(false);
        return answers.Count == prompts.Length
            ? answers
            : throw new InvalidOutputException(_engine.Description.ModelId, null, $"{answers.Count} scores", $"{prompts.Length}, one a document");
    }

    private RerankResults Rank(IReadOnlyList<ScoredPrompt> answers, TruncatedText[] documents, RerankCall call, int documentCount)
    {
        var usage = new TokenUsage();
        var results = new RerankResult[answers.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var answer = answers[i];
            if (answer.YesProbability is not (>= 0 and <= 1))
            {
                throw new InvalidOutputException(_engine.Description.ModelId, i, $"the score {answer.YesProbability}", "a probability, 0 to 1");
            }

            var truncatedTokens = answer.TruncatedTokenCount + documents[i].TruncatedTokenCount;
            usage.Add(answer.TokenCount, truncatedTokens);
            results[i] = new RerankResult(i, answer.YesProbability) { TokenCount = answer.TokenCount, TruncatedTokenCount = truncatedTokens };
        }

        return new RerankResults(RankOrder.Rank(results, call.TopN, call.MinimumScore))
        {
            Usage = usage.ToDetails(),
            ModelId = _engine.Description.ModelId,
            UnscoredCount = documentCount - results.Length,
        };
    }
}
