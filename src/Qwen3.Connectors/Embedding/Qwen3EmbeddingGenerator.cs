using Microsoft.Extensions.AI;
using Qwen3.Connectors.Embedding.Calls;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Models.Fingerprints.Creation;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors;

/// <summary>
/// Embeds texts with a Qwen3-Embedding model, as documents or as queries. Vectors have norm one, so that their dot product is their cosine.
/// Safe for concurrent use.
/// </summary>
/// <remarks>
/// Documents and queries are embedded differently: embed what is stored with a generator of role <see cref="EmbeddingRole.Document"/>, and what is
/// searched for with the view that <see cref="AsQueryGenerator"/> gives. Of a call's <see cref="EmbeddingGenerationOptions"/>,
/// <see cref="EmbeddingGenerationOptions.Dimensions"/> is honoured, and what <see cref="EmbeddingGenerationOptionsExtensions"/> and
/// <see cref="Qwen3PropertyNames"/> put into its additional properties; a generator has one model, so <see cref="EmbeddingGenerationOptions.ModelId"/> is not.
/// </remarks>
public sealed class Qwen3EmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly IEmbeddingEngine _engine;
    private readonly Qwen3EmbeddingOptions _options;
    private readonly bool _ownsEngine;
    private bool _disposed;

    /// <summary>Creates a generator on an engine.</summary>
    /// <param name="engine">What computes.</param>
    /// <param name="options">How to embed; null for the defaults.</param>
    /// <param name="leaveEngineOpen">Whether the engine stays open when the generator is disposed.</param>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
    public Qwen3EmbeddingGenerator(IEmbeddingEngine engine, Qwen3EmbeddingOptions? options = null, bool leaveEngineOpen = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _options = options?.Clone() ?? new Qwen3EmbeddingOptions();
        _options.ThrowIfInvalid(nameof(options));
        CheckDimensions(_options.Dimensions, engine.Description.Dimensions, nameof(options));
        _engine = engine;
        _ownsEngine = !leaveEngineOpen;
    }

    /// <summary>On checked options, without a look at the engine, whose model may not be open yet.</summary>
    internal Qwen3EmbeddingGenerator(Qwen3EmbeddingOptions options, IEmbeddingEngine engine, bool ownsEngine)
    {
        _options = options;
        _engine = engine;
        _ownsEngine = ownsEngine;
    }

    /// <summary>What texts are embedded as.</summary>
    public EmbeddingRole Role => _options.Role;

    /// <summary>The instruction in front of queries, or null where texts are embedded as documents.</summary>
    public string? Instruction => Role == EmbeddingRole.Query ? _options.QueryInstruction : null;

    /// <summary>Opens a GGUF file. The weights stay in the file, mapped into memory.</summary>
    /// <param name="path">A GGUF file of a Qwen3 embedding model, or a name of <see cref="ModelCatalog"/>: its file is downloaded where it is not here, while the caller waits.</param>
    /// <param name="options">How to embed; null for the defaults.</param>
    /// <param name="backend">What computes in the managed code's place, such as a GPU; null for the managed code.</param>
    /// <returns>A generator that owns the model: dispose it when done.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ModelDownloadException">A named model is not here and could not be downloaded.</exception>
    /// <exception cref="ArgumentException">Options are wrong; the message lists every fault. Or the text is neither a file nor a name.</exception>
    public static Qwen3EmbeddingGenerator Load(string path, Qwen3EmbeddingOptions? options = null, ITransformerBackend? backend = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options?.ThrowIfInvalid(nameof(options));
        var inference = (options ?? new()).ToInferenceOptions();
        inference.Backend = backend;
        var model = EmbeddingModel.Load(ModelStore.GetFromEnvironment(path), inference);
        try
        {
            return new Qwen3EmbeddingGenerator(new ManagedEmbeddingEngine(model), options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a generator on <see cref="Qwen3EmbeddingOptions.ModelPath"/> whose file is opened when it is first needed, once: by the first text, by
    /// <see cref="CountTokens"/>, or by whoever asks for its metadata. Opening reads the header; weights are read from the mapped file as they are used.
    /// </summary>
    /// <remarks>Of a name of <see cref="ModelCatalog"/>, metadata is known without a file; the first text gets and opens it.</remarks>
    /// <param name="options">How to embed, with the path or the name.</param>
    /// <param name="store">Where a named model comes from; null for the store that the environment describes.</param>
    /// <returns>A generator that owns the model: dispose it when done. Faults of the file are thrown at its first use, and by each one that follows until it opens.</returns>
    /// <exception cref="ArgumentException">Options are wrong, or there is no path; the message lists every fault.</exception>
    public static Qwen3EmbeddingGenerator Create(Qwen3EmbeddingOptions options, ModelStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Clone();
        copy.ThrowIfInvalid(nameof(options));
        if (copy.ModelPath is not { } path)
        {
            throw new ArgumentException($"{nameof(Qwen3EmbeddingOptions)}: {nameof(options.ModelPath)} is null; expected the path of a GGUF file, or a name of the catalog.", nameof(options));
        }

        return new Qwen3EmbeddingGenerator(copy, new LazyEmbeddingEngine(new ModelSource(ModelReference.Parse(path, nameof(options)), store), copy.ToInferenceOptions()), ownsEngine: true);
    }

    /// <summary>A view on the same model that embeds queries. Disposing the view leaves the model open.</summary>
    /// <param name="instruction">What the queries look for, as an English sentence; null for <see cref="Qwen3EmbeddingOptions.QueryInstruction"/>.</param>
    /// <returns>A generator that works for as long as this one is not disposed.</returns>
    /// <exception cref="ArgumentException">The instruction is empty.</exception>
    public Qwen3EmbeddingGenerator AsQueryGenerator(string? instruction = null)
    {
        if (instruction is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(instruction);
        }

        return View(EmbeddingRole.Query, instruction ?? _options.QueryInstruction);
    }

    /// <summary>A view on the same model that embeds documents. Disposing the view leaves the model open.</summary>
    /// <returns>A generator that works for as long as this one is not disposed.</returns>
    public Qwen3EmbeddingGenerator AsDocumentGenerator() => View(EmbeddingRole.Document, _options.QueryInstruction);

    /// <summary>Embeds each text.</summary>
    /// <param name="values">The texts; enumerated once.</param>
    /// <param name="options">Options of this call; never changed. Null for the generator's own.</param>
    /// <param name="cancellationToken">Leaves the queue, or stops the computation.</param>
    /// <returns>
    /// Embeddings of norm one in the order of <paramref name="values"/>, with the tokens of each under <see cref="Qwen3PropertyNames"/>, and the
    /// tokens of the call as usage.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The dimensions asked for are not 32 to the model's full width.</exception>
    /// <exception cref="ArgumentException">A text is null, or too long where cutting is not allowed.</exception>
    /// <exception cref="InvalidOutputException">The model gave values that are not numbers.</exception>
    /// <exception cref="ObjectDisposedException">The generator was disposed.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        ArgumentNullException.ThrowIfNull(values);
        cancellationToken.ThrowIfCancellationRequested();

        var call = EmbeddingCall.Read(options, _options);
        var texts = Enumerate(values);
        if (texts.Count == 0)
        {
            CheckDimensions(call.Dimensions, null, nameof(options));
            return Finish([], call.Dimensions);
        }

        CheckDimensions(call.Dimensions, _engine.Description.Dimensions, nameof(options));
        var rows = await EmbedAsync(texts, call, cancellationToken).ConfigureAwait(false);
        return rows.Count == texts.Count
            ? Finish(rows, call.Dimensions)
            : throw new InvalidOutputException(_engine.Description.ModelId, null, $"{rows.Count} rows", $"{texts.Count}, one a text");
    }

    /// <summary>Counts a text's tokens as the model does, so that chunks can be cut to what it takes.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text's own tokens. A document takes one more, for its end; a query also takes those of its instruction.</returns>
    /// <exception cref="NotSupportedException">The engine does not offer its tokenizer.</exception>
    public int CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        return ModelServices.RequireTokenizer(_engine.GetService(typeof(Qwen3Tokenizer)), _engine.Description).CountTokens(text);
    }

    /// <summary>The generator itself, its <see cref="EmbeddingGeneratorMetadata"/>, its <see cref="VectorSpaceFingerprint"/>, or something that it is built on, such as its <see cref="EmbeddingModel"/>.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Must be null: the generator has no named services.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? Describe()
            : serviceType == typeof(VectorSpaceFingerprint) ? FingerprintFactory.Create(_engine, _options)
            : serviceType == typeof(EngineDescription) ? _engine.Description
            : serviceType.IsInstanceOfType(this) ? this
            : _engine.GetService(serviceType);
    }

    /// <summary>Closes the model, unless this is a view. May be called more than once.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _disposed, true) && _ownsEngine)
        {
            _engine.Dispose();
        }
    }

    private Qwen3EmbeddingGenerator View(EmbeddingRole role, string instruction)
    {
        var options = _options.Clone();
        options.Role = role;
        options.QueryInstruction = instruction;
        return new Qwen3EmbeddingGenerator(options, _engine, ownsEngine: false);
    }

    private EmbeddingGeneratorMetadata Describe()
    {
        var description = _engine.Description;
        return new EmbeddingGeneratorMetadata(
            description.ProviderName, description.Endpoint, description.ModelId, _options.Dimensions ?? description.Dimensions);
    }

    private static List<string> Enumerate(IEnumerable<string> values)
    {
        var texts = new List<string>();
        foreach (var text in values)
        {
            texts.Add(text ?? throw new ArgumentException($"Text {texts.Count} is null; a text was expected.", nameof(values)));
        }

        return texts;
    }

    private async Task<IReadOnlyList<EmbeddedText>> EmbedAsync(List<string> texts, EmbeddingCall call, CancellationToken cancellationToken)
    {
        if (call is { Role: EmbeddingRole.Query, Truncation: Truncation.TruncateStart })
        {
            return await EmbedEndsOfQueriesAsync(texts, call, cancellationToken).ConfigureAwait(false);
        }

        var rows = await EmbedPromptsAsync(texts, call, call.Truncation, cancellationToken).ConfigureAwait(false);
        if (call.Role == EmbeddingRole.Query && rows.Any(row => row.TruncatedTokenCount > 0) && _engine.GetService(typeof(Qwen3Tokenizer)) is Qwen3Tokenizer tokenizer)
        {
            // The engine cuts the end of a prompt: with a long instruction that can be all of the query, and more.
            QueryTruncator.RequireRoom(tokenizer, call.Instruction, rows.Max(row => row.TokenCount));
        }

        return rows;
    }

    private async Task<IReadOnlyList<EmbeddedText>> EmbedEndsOfQueriesAsync(List<string> queries, EmbeddingCall call, CancellationToken cancellationToken)
    {
        var tokenizer = ModelServices.RequireTokenizer(_engine.GetService(typeof(Qwen3Tokenizer)), _engine.Description);
        var limit = Math.Min(_options.MaxTokens ?? int.MaxValue, _engine.Description.ContextLength ?? int.MaxValue);
        var cutter = new QueryTruncator(tokenizer, call.Instruction, limit);
        var cut = await Task.Run(() => cutter.Cut(queries), cancellationToken).ConfigureAwait(false);
        var rows = await EmbedPromptsAsync(cut.Select(query => query.Text), call, Truncation.Throw, cancellationToken).ConfigureAwait(false);
        return rows.Count == cut.Length ? [.. rows.Zip(cut, (row, query) => row with { TruncatedTokenCount = query.TruncatedTokenCount })] : rows;
    }

    private Task<IReadOnlyList<EmbeddedText>> EmbedPromptsAsync(IEnumerable<string> texts, EmbeddingCall call, Truncation truncation, CancellationToken cancellationToken) =>
        _engine.EmbedAsync([.. texts.Select(text => EmbeddingPrompt.Build(call.Role, call.Instruction, text))], _options.MaxTokens, truncation, cancellationToken);

    private GeneratedEmbeddings<Embedding<float>> Finish(IReadOnlyList<EmbeddedText> rows, int? dimensions)
    {
        var createdAt = DateTimeOffset.UtcNow;
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(rows.Count);
        var usage = new TokenUsage();
        for (var i = 0; i < rows.Count; i++)
        {
            usage.Add(rows[i].TokenCount, rows[i].TruncatedTokenCount);
            embeddings.Add(new Embedding<float>(ToVector(rows[i], dimensions, i))
            {
                ModelId = _engine.Description.ModelId,
                CreatedAt = createdAt,
                AdditionalProperties = new()
                {
                    [Qwen3PropertyNames.TokenCount] = rows[i].TokenCount,
                    [Qwen3PropertyNames.TruncatedTokenCount] = rows[i].TruncatedTokenCount,
                },
            });
        }

        embeddings.Usage = usage.ToDetails();
        return embeddings;
    }

    private float[] ToVector(EmbeddedText row, int? dimensions, int index)
    {
        var width = row.Values.Length;
        var expected = _engine.Description.Dimensions;
        if (expected is not null ? width != expected : width < dimensions)
        {
            throw new InvalidOutputException(_engine.Description.ModelId, index, $"{width} values", $"{expected ?? dimensions}");
        }

        return MatryoshkaVector.CutAndNormalize(row.Values.Span, dimensions ?? width)
            ?? throw new InvalidOutputException(_engine.Description.ModelId, index, "a row without a direction (a value that is not finite, or only zeros)", "finite values");
    }

    private static void CheckDimensions(int? dimensions, int? fullWidth, string parameterName)
    {
        if (dimensions < Math.Min(MatryoshkaVector.MinDimensions, fullWidth ?? int.MaxValue) || dimensions > fullWidth)
        {
            var range = fullWidth is null ? $"at least {MatryoshkaVector.MinDimensions}" : $"{MatryoshkaVector.MinDimensions} to {fullWidth}";
            throw new ArgumentOutOfRangeException(parameterName, $"Dimensions is {dimensions}; this model gives {range}.");
        }
    }
}
