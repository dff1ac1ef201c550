using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Embedding.Calls;
using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Models.Catalog;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors;

/// <summary>
/// Embeds texts with a Qwen3-Embedding model, as documents or as queries. Vectors have norm one, so that their dot product is their cosine.
/// Safe for concurrent use.
/// </summary>
/// <remarks>
/// Documents and queries are embedded differently: embed what is stored with a generator of role <see cref="EmbeddingRole.Document"/>, and
/// what is searched for with the view that <see cref="AsQueryGenerator"/> returns. Of a call's <see cref="EmbeddingGenerationOptions"/>,
/// <see cref="EmbeddingGenerationOptions.Dimensions"/> is used, and what <see cref="EmbeddingGenerationOptionsExtensions"/> and
/// <see cref="Qwen3PropertyNames"/> put into its additional properties; <see cref="EmbeddingGenerationOptions.ModelId"/> must be null or
/// this model's.
/// </remarks>
public sealed class Qwen3EmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>, IAsyncDisposable
{
    private readonly IEmbeddingEngine _engine;
    private readonly Qwen3EmbeddingOptions _options;
    private readonly EngineDisposal? _disposal;
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
        _disposal = leaveEngineOpen ? null : new EngineDisposal(engine);
    }

    /// <summary>On validated options.</summary>
    internal Qwen3EmbeddingGenerator(Qwen3EmbeddingOptions options, IEmbeddingEngine engine, bool ownsEngine)
    {
        _options = options;
        _engine = engine;
        _disposal = ownsEngine ? new EngineDisposal(engine) : null;
    }

    /// <summary>What texts are embedded as.</summary>
    public EmbeddingRole Role => _options.Role;

    /// <summary>The instruction in front of queries, or null where texts are embedded as documents.</summary>
    public string? Instruction => Role == EmbeddingRole.Query ? _options.QueryInstruction : null;

    /// <summary>Gets the number of values of an embedding, where a call does not set another.</summary>
    /// <value>Null until a model file without a catalog entry is open; <see cref="GetDescriptionAsync"/> opens it.</value>
    public int? Dimensions => _options.Dimensions ?? _engine.Description.Dimensions;

    /// <summary>Opens a GGUF file. The weights stay in the file, mapped into memory.</summary>
    /// <param name="path">
    /// A GGUF file of a Qwen3 embedding model, or a name of <see cref="ModelCatalog"/>: its file is downloaded where it is not here, and
    /// the calling thread waits. <see cref="LoadAsync"/> does not block.
    /// </param>
    /// <param name="options">How to embed, and how to run the model; null for the defaults.</param>
    /// <returns>A generator that owns the model: dispose it when done.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ModelDownloadException">A named model is not here and could not be downloaded.</exception>
    /// <exception cref="ArgumentException">
    /// Options are wrong; the message lists every fault. Or the text is neither a file nor a name.
    /// </exception>
    public static Qwen3EmbeddingGenerator Load(string path, Qwen3EmbeddingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options?.ThrowIfInvalid(nameof(options));
        var model = EmbeddingModel.Load(ModelStore.GetFromEnvironment(path), options?.Inference);
        try
        {
            return new Qwen3EmbeddingGenerator(new LocalEmbeddingEngine(model), options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens a GGUF file without blocking the caller; a named model is downloaded where it is not here.</summary>
    /// <param name="path">A GGUF file of a Qwen3 embedding model, or a name of <see cref="ModelCatalog"/>.</param>
    /// <param name="options">How to embed, and how to run the model; null for the defaults.</param>
    /// <param name="progress">Receives the progress of a download, several times a second; null for none.</param>
    /// <param name="cancellationToken">Stops the download; the next one continues from there.</param>
    /// <returns>A generator that owns the model: dispose it when done.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or not such a model.</exception>
    /// <exception cref="ModelDownloadException">A named model is not here and could not be downloaded.</exception>
    /// <exception cref="ArgumentException">
    /// Options are wrong; the message lists every fault. Or the text is neither a file nor a name.
    /// </exception>
    public static async Task<Qwen3EmbeddingGenerator> LoadAsync(
        string path,
        Qwen3EmbeddingOptions? options = null,
        IProgress<ModelDownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var copy = options?.Clone() ?? new Qwen3EmbeddingOptions();
        copy.ThrowIfInvalid(nameof(options));
        var engine = new LocalEmbeddingEngine(
            new ModelSource(ModelReference.Parse(path, nameof(path)), store: null, progress), copy.Inference);
        try
        {
            await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new Qwen3EmbeddingGenerator(engine, copy);
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Creates a generator on <see cref="Qwen3EmbeddingOptions.ModelPath"/> whose file is opened when it is first needed, once: by the
    /// first text, or by an asynchronous method such as <see cref="GetDescriptionAsync"/>. Opening reads the header; weights are read from
    /// the mapped file as they are used.
    /// </summary>
    /// <remarks>Metadata before that is what is known without a file: the catalog's entry of a named model, the name of a file.</remarks>
    /// <param name="options">How to embed, with the path or the name.</param>
    /// <param name="store">Where a named model comes from; null for the store that the environment describes.</param>
    /// <returns>
    /// A generator that owns the model: dispose it when done. Faults of the file are thrown at its first use, and by each one that follows
    /// until it opens.
    /// </returns>
    /// <exception cref="ArgumentException">Options are wrong, or there is no path; the message lists every fault.</exception>
    public static Qwen3EmbeddingGenerator Create(Qwen3EmbeddingOptions options, ModelStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Clone();
        copy.ThrowIfInvalid(nameof(options));
        if (copy.ModelPath is not { } path)
        {
            throw new ArgumentException(
                $"{nameof(Qwen3EmbeddingOptions)}: {nameof(options.ModelPath)} is null; "
                + "expected the path of a GGUF file, or a name of the catalog.",
                nameof(options));
        }

        var source = new ModelSource(ModelReference.Parse(path, nameof(options)), store);
        return new Qwen3EmbeddingGenerator(copy, new LocalEmbeddingEngine(source, copy.Inference), ownsEngine: true);
    }

    /// <summary>Returns a view of the same model that embeds queries. Disposing the view leaves the model open.</summary>
    /// <param name="instruction">
    /// What the queries look for, as an English sentence; null for <see cref="Qwen3EmbeddingOptions.QueryInstruction"/>.
    /// </param>
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

    /// <summary>Returns a view of the same model that embeds documents. Disposing the view leaves the model open.</summary>
    /// <returns>A generator that works for as long as this one is not disposed.</returns>
    public Qwen3EmbeddingGenerator AsDocumentGenerator() => View(EmbeddingRole.Document, _options.QueryInstruction);

    /// <summary>Embeds each text.</summary>
    /// <param name="values">The texts; enumerated once.</param>
    /// <param name="options">Options of this call; never changed. Null for the generator's own.</param>
    /// <param name="cancellationToken">Removes the texts from the queue, or stops the computation.</param>
    /// <returns>
    /// Embeddings of norm one in the order of <paramref name="values"/>, with the tokens of each under <see cref="Qwen3PropertyNames"/>,
    /// and the tokens of the call as usage.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The requested dimensions are not 32 to the model's full width.</exception>
    /// <exception cref="ArgumentException">
    /// A text is null, or too long where truncation is not allowed; the instruction leaves no tokens for a query; or the options name
    /// another model.
    /// </exception>
    /// <exception cref="InvalidOutputException">The model returned values that are not numbers.</exception>
    /// <exception cref="ObjectDisposedException">The generator was disposed.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        ArgumentNullException.ThrowIfNull(values);
        cancellationToken.ThrowIfCancellationRequested();

        var call = await ReadCallAsync(options, cancellationToken).ConfigureAwait(false);
        var prompts = CreatePrompts(values, EmbeddingTemplate.PrefixOf(call.Role, call.Instruction), cancellationToken);
        CheckDimensions(call.Dimensions, _engine.Description.Dimensions, nameof(options));
        if (prompts.Count == 0)
        {
            return Finish([], call.Dimensions);
        }

        if (call.Dimensions is not null && _engine.Description.Dimensions is null)
        {
            CheckDimensions(
                call.Dimensions, (await _engine.GetDescriptionAsync(cancellationToken).ConfigureAwait(false)).Dimensions, nameof(options));
        }

        var rows = await _engine.EmbedAsync(prompts, _options.MaxTokens, call.Truncation, cancellationToken).ConfigureAwait(false);
        return rows.Count == prompts.Count
            ? Finish(rows, call.Dimensions)
            : throw new InvalidOutputException(_engine.Description.ModelId, null, $"{rows.Count} rows", $"{prompts.Count}, one per text");
    }

    /// <summary>
    /// Counts a text's tokens as the model does, so that chunks can be made to fit. Opens the model where it is not open.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="cancellationToken">Stops the wait for the model and the counting.</param>
    /// <returns>The text's own tokens. A document takes one more, for its end; a query also takes those of its instruction.</returns>
    /// <exception cref="NotSupportedException">The engine does not offer its tokenizer.</exception>
    /// <remarks>
    /// Where a chunker needs a synchronous function, <c>generator.GetRequiredService&lt;Qwen3Tokenizer&gt;()</c> of an open model has it.
    /// </remarks>
    public async ValueTask<int> CountTokensAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        var tokenizer = await _engine.GetServiceAsync(typeof(Qwen3Tokenizer), cancellationToken).ConfigureAwait(false);
        return TokenizerService.Require(tokenizer, _engine.Description).CountTokens(text, cancellationToken);
    }

    /// <summary>Gets the description of the engine and its model, which is opened where it is not.</summary>
    /// <param name="cancellationToken">Stops the wait for the model.</param>
    /// <returns>The description with the model's width and context length.</returns>
    public ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        return _engine.GetDescriptionAsync(cancellationToken);
    }

    /// <summary>
    /// Gets the fingerprint of the space of this generator's vectors. Opens the model where it is not open, and reads samples of its
    /// weights.
    /// </summary>
    /// <param name="cancellationToken">Stops the wait for the model.</param>
    /// <returns>The fingerprint of vectors made with this generator's own options.</returns>
    public ValueTask<VectorSpaceFingerprint> GetVectorSpaceAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        return FingerprintFactory.CreateAsync(_engine, _options, cancellationToken);
    }

    /// <summary>
    /// Gets the generator itself, its <see cref="EmbeddingGeneratorMetadata"/>, or a part of it that is there: of an open model its
    /// <see cref="VectorSpaceFingerprint"/>, its <see cref="Qwen3Tokenizer"/> or the <see cref="EmbeddingModel"/>. Never opens a model.
    /// </summary>
    /// <param name="serviceType">The type to find.</param>
    /// <param name="serviceKey">Must be null: the generator has no named services.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? Describe()
            : serviceType == typeof(VectorSpaceFingerprint) ? (
                _engine is ILazyEngine { IsOpen: false } ? null : FingerprintFactory.Create(_engine, _options))
            : serviceType == typeof(EngineDescription) ? _engine.Description
            : serviceType.IsInstanceOfType(this) ? this
            : _engine.GetService(serviceType);
    }

    /// <summary>
    /// Closes the model, unless this is a view; blocks until the batch that is running has ended. May be called more than once.
    /// </summary>
    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        _disposal?.Dispose();
    }

    /// <summary>Closes the model, unless this is a view, once the batch that is running has ended. May be called more than once.</summary>
    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _disposed, true);
        return _disposal?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>Returns what a call embeds texts as: its options where they say so, otherwise the generator's own.</summary>
    /// <exception cref="ArgumentException">The options are wrong, or name another model.</exception>
    internal async ValueTask<EmbeddingCall> ReadCallAsync(EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        var call = EmbeddingCall.Read(options, _options);
        await RequireModelAsync(options, cancellationToken).ConfigureAwait(false);
        return call;
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

    /// <summary>A generator has one model. Before a file is open its name is known, and that of the model inside once it is.</summary>
    private async ValueTask RequireModelAsync(EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        if (
            options?.ModelId is not { } modelId || IsModel(_engine.Description)
                || IsModel(await _engine.GetDescriptionAsync(cancellationToken).ConfigureAwait(false)))
        {
            return;
        }

        throw new ArgumentException(
            $"{nameof(EmbeddingGenerationOptions.ModelId)} names another model than this generator's, "
            + $"'{_engine.Description.ModelId}'. Leave it out, or call a generator of that model.",
            nameof(options));

        bool IsModel(EngineDescription description) =>
            string.Equals(modelId, description.ModelId, StringComparison.OrdinalIgnoreCase)
            || string.Equals(modelId, _options.ModelPath, StringComparison.OrdinalIgnoreCase)
            || string.Equals(modelId, Path.GetFileNameWithoutExtension(_options.ModelPath), StringComparison.OrdinalIgnoreCase);
    }

    private static List<EmbeddingPrompt> CreatePrompts(IEnumerable<string> values, string prefix, CancellationToken cancellationToken)
    {
        var prompts = new List<EmbeddingPrompt>(values.TryGetNonEnumeratedCount(out var count) ? count : 0);
        foreach (var text in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            prompts.Add(
                new EmbeddingPrompt(
                    prefix, text ?? throw new ArgumentException($"Text {prompts.Count} is null; a text was expected.", nameof(values))));
        }

        return prompts;
    }

    private GeneratedEmbeddings<Embedding<float>> Finish(IReadOnlyList<EmbeddedText> rows, int? dimensions)
    {
        var createdAt = DateTimeOffset.UtcNow;
        var modelId = _engine.Description.ModelId;
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(rows.Count);
        var usage = new TokenUsage();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (rows is EmbeddedText[] owned)
            {
                // Of a million rows, those that became vectors must not be kept.
                owned[i] = default;
            }

            usage.Add(row.TokenCount, row.TruncatedTokenCount);
            embeddings.Add(new Embedding<float>(ToVector(row, dimensions, i))
            {
                ModelId = modelId,
                CreatedAt = createdAt,
                AdditionalProperties = new()
                {
                    [Qwen3PropertyNames.TokenCount] = row.TokenCount,
                    [Qwen3PropertyNames.TruncatedTokenCount] = row.TruncatedTokenCount,
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

        // Of many texts, vectors in the memory of their rows take half as much.
        if (width == (dimensions ?? width)
            && MemoryMarshal.TryGetArray(row.Values, out var values)
            && values.Array!.Length == width
            && MatryoshkaVector.TryNormalize(values.Array))
        {
            return values.Array;
        }

        return MatryoshkaVector.TruncateAndNormalize(row.Values.Span, dimensions ?? width)
            ?? throw new InvalidOutputException(
                _engine.Description.ModelId,
                index,
                "a row without a direction (a value that is not finite, or only zeros)",
                "finite values");
    }

    private static void CheckDimensions(int? dimensions, int? fullWidth, string parameterName)
    {
        if (dimensions < Math.Min(MatryoshkaVector.MinDimensions, fullWidth ?? int.MaxValue) || dimensions > fullWidth)
        {
            var range = fullWidth is null
                ? $"at least {MatryoshkaVector.MinDimensions}"
                : $"{MatryoshkaVector.MinDimensions} to {fullWidth}";
            throw new ArgumentOutOfRangeException(parameterName, $"Dimensions is {dimensions}; this model gives {range}.");
        }
    }
}
