using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Reranking.Calls;
using Qwen3.Connectors.Reranking.Ranking;

namespace Qwen3.Connectors;

/// <summary>Orders documents with a Qwen3-Reranker model, which reads the query and a document together. Safe for concurrent use.</summary>
public sealed class Qwen3Reranker : ITextReranker, IAsyncDisposable
{
    private readonly IRerankEngine _engine;
    private readonly Qwen3RerankerOptions _options;
    private readonly EngineDisposal? _disposal;
    private bool _disposed;

    /// <summary>Measures time budgets; replaced in tests.</summary>
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
        _disposal = leaveEngineOpen ? null : new EngineDisposal(engine);
    }

    /// <summary>
    /// Opens a GGUF file: a causal language model with its head, or a converted one. The weights stay in the file, mapped into memory.
    /// </summary>
    /// <param name="path">
    /// A GGUF file of a Qwen3 reranker, or a name of <see cref="ModelCatalog"/>: its file is downloaded where it is not here, and the
    /// calling thread waits. <see cref="LoadAsync"/> does not block.
    /// </param>
    /// <param name="options">How to score, and how to run the model; null for the defaults.</param>
    /// <returns>A reranker that owns the model: dispose it when done.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ModelDownloadException">A named model is not here and could not be downloaded.</exception>
    /// <exception cref="ArgumentException">
    /// Options are wrong; the message lists every fault. Or the text is neither a file nor a name.
    /// </exception>
    public static Qwen3Reranker Load(string path, Qwen3RerankerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options?.ThrowIfInvalid(nameof(options));
        var model = RerankerModel.Load(ModelStore.GetFromEnvironment(path), options?.Inference);
        try
        {
            return new Qwen3Reranker(new LocalRerankEngine(model), options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens a GGUF file without blocking the caller; a named model is downloaded where it is not here.</summary>
    /// <param name="path">A GGUF file of a Qwen3 reranker, or a name of <see cref="ModelCatalog"/>.</param>
    /// <param name="options">How to score, and how to run the model; null for the defaults.</param>
    /// <param name="progress">Receives the progress of a download, several times a second; null for none.</param>
    /// <param name="cancellationToken">Stops the download; the next one continues from there.</param>
    /// <returns>A reranker that owns the model: dispose it when done.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ModelDownloadException">A named model is not here and could not be downloaded.</exception>
    /// <exception cref="ArgumentException">
    /// Options are wrong; the message lists every fault. Or the text is neither a file nor a name.
    /// </exception>
    public static async Task<Qwen3Reranker> LoadAsync(
        string path,
        Qwen3RerankerOptions? options = null,
        IProgress<ModelDownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var copy = options?.Clone() ?? new Qwen3RerankerOptions();
        copy.ThrowIfInvalid(nameof(options));
        var engine = new LocalRerankEngine(
            new ModelSource(ModelReference.Parse(path, nameof(path)), store: null, progress), copy.Inference);
        try
        {
            await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new Qwen3Reranker(engine, copy);
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Creates a reranker on <see cref="Qwen3RerankerOptions.ModelPath"/> whose file is opened when it is first needed, once: by the first
    /// documents, or by an asynchronous method such as <see cref="GetDescriptionAsync"/>. Opening reads the header; weights are read from
    /// the mapped file as they are used.
    /// </summary>
    /// <remarks>
    /// The description before that is what is known without a file: the catalog's entry of a named model, the name of a file.
    /// </remarks>
    /// <param name="options">How to score, with the path or the name.</param>
    /// <param name="store">Where a named model comes from; null for the store that the environment describes.</param>
    /// <returns>
    /// A reranker that owns the model: dispose it when done. Faults of the file are thrown at its first use, and by each one that follows
    /// until it opens.
    /// </returns>
    /// <exception cref="ArgumentException">Options are wrong, or there is no path; the message lists every fault.</exception>
    public static Qwen3Reranker Create(Qwen3RerankerOptions options, ModelStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(options));
        return options.ModelPath is { } path
            ? new Qwen3Reranker(
                new LocalRerankEngine(new ModelSource(ModelReference.Parse(path, nameof(options)), store), options.Inference), options)
            : throw new ArgumentException(
                $"{nameof(Qwen3RerankerOptions)}: {nameof(options.ModelPath)} is null; "
                + "expected the path of a GGUF file, or a name of the catalog.",
                nameof(options));
    }

    /// <summary>Scores each document against the query.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="documents">The candidates.</param>
    /// <param name="options">Options of this call; never changed. Null for the reranker's own.</param>
    /// <param name="cancellationToken">Removes the documents from the queue, or stops the computation.</param>
    /// <returns>
    /// The most probable documents first; documents of equal probability in the order they were given in. Empty for no documents.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A document is null, instruction and query leave no tokens for one, or one is too long where truncation is not allowed.
    /// </exception>
    /// <exception cref="InvalidOutputException">The model returned a value that is not a probability.</exception>
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
        using var deadline = call.StartDeadline(Time);
        var prompts = RerankTemplate.Build(call.Instruction, query, Enumerate(documents), call.MaxTokensPerDocument);
        var answers = prompts.Length == 0 ? [] : await ScoreAsync(prompts, call, deadline.Token, cancellationToken).ConfigureAwait(false);
        return Rank(answers, call, prompts.Length);
    }

    /// <summary>Counts a text's tokens as the model does. Opens the model where it is not open.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="cancellationToken">Stops the wait for the model and the counting.</param>
    /// <returns>The text's own tokens; a prompt also takes those of the template, the instruction and the query.</returns>
    /// <exception cref="NotSupportedException">The engine does not offer its tokenizer.</exception>
    public async ValueTask<int> CountTokensAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        var tokenizer = await _engine.GetServiceAsync(typeof(Qwen3Tokenizer), cancellationToken).ConfigureAwait(false);
        return TokenizerService.Require(tokenizer, _engine.Description).CountTokens(text, cancellationToken);
    }

    /// <summary>Gets the description of the engine and its model, which is opened where it is not.</summary>
    /// <param name="cancellationToken">Stops the wait for the model.</param>
    /// <returns>The description with the model's context length.</returns>
    public ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        return _engine.GetDescriptionAsync(cancellationToken);
    }

    /// <summary>
    /// Gets the reranker itself, its <see cref="EngineDescription"/> as far as known, or a part of it that is there: of an open model its
    /// <see cref="Qwen3Tokenizer"/> or the <see cref="RerankerModel"/>. Never opens a model.
    /// </summary>
    /// <param name="serviceType">The type to find.</param>
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

    /// <summary>Closes the model; blocks until the batch that is running has ended. May be called more than once.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        _disposal?.Dispose();
    }

    /// <summary>Closes the model once the batch that is running has ended. May be called more than once.</summary>
    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _disposed, true);
        return _disposal?.DisposeAsync() ?? ValueTask.CompletedTask;
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

    private async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        RerankPrompt[] prompts, RerankCall call, CancellationToken deadline, CancellationToken cancellationToken)
    {
        if (call.HasBudget)
        {
            return await new BudgetedScorer(
                _engine, _options.MaxTokens, deadline).ScoreAsync(prompts, call, cancellationToken).ConfigureAwait(false);
        }

        var answers = await _engine.ScoreAsync(prompts, _options.MaxTokens, call.Truncation, cancellationToken).ConfigureAwait(false);
        return answers.Count == prompts.Length
            ? answers
            : throw new InvalidOutputException(
                _engine.Description.ModelId, null, $"{answers.Count} scores", $"{prompts.Length}, one per document");
    }

    private RerankResults Rank(IReadOnlyList<ScoredPrompt> answers, RerankCall call, int documentCount)
    {
        var usage = new TokenUsage();
        var results = new RerankResult[answers.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var answer = answers[i];
            if (answer.YesProbability is not (>= 0 and <= 1))
            {
                throw new InvalidOutputException(
                    _engine.Description.ModelId, i, $"the score {answer.YesProbability}", "a probability, 0 to 1");
            }

            usage.Add(answer.TokenCount, answer.TruncatedTokenCount);
            results[i] = new RerankResult(i, answer.YesProbability)
            {
                TokenCount = answer.TokenCount,
                TruncatedTokenCount = answer.TruncatedTokenCount,
            };
        }

        return new RerankResults(RankOrder.Rank(results, call.TopN, call.MinimumScore))
        {
            Usage = usage.ToDetails(),
            ModelId = _engine.Description.ModelId,
            UnscoredCount = documentCount - results.Length,
        };
    }
}
