using System.Globalization;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Scheduling;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>
/// The parts that an embedding model and a reranker have in common: an open file, its tokenizer, its transformer and the engine that
/// runs it.
/// </summary>
internal sealed class LoadedModel : IDisposable, IAsyncDisposable
{
    private readonly GgufFile _file;
    private readonly InferenceOptions _options;
    private ITransformer? _transformer;
    private readonly Lock _lifetime = new();
    private InferenceEngine? _engine;
    private volatile bool _disposed;
    private Task? _disposal;
    private ModelFingerprint? _fingerprint;

    private LoadedModel(GgufFile file, InferenceOptions options, ModelKind kind)
    {
        _file = file;
        _options = options;
        var notes = new LoaderNotes();
        Shape = ModelShapeReader.Read(file, notes);
        ModelKindEvidence.Of(file).Require(kind, notes);
        Tensors = new TensorSet(file);
        Weights = TransformerWeights.Read(Tensors, Shape);
        Tokenizer = new Qwen3Tokenizer(TokenizerVocabulary.Of(file));
        if (Tokenizer.VocabularySize > Shape.VocabularySize)
        {
            throw new InvalidModelException(
                file.Path,
                $"{Tokenizer.VocabularySize} tokens and {Shape.VocabularySize} rows of token_embd.weight",
                "a row for every token",
                "The tokenizer belongs to another model: choose another file, or convert the model again.");
        }

        Description = ModelDescription.Of(file, Shape, kind, notes);
    }

    public ModelShape Shape { get; }

    public TensorSet Tensors { get; }

    public TransformerWeights Weights { get; }

    public Qwen3Tokenizer Tokenizer { get; }

    public ModelDescription Description { get; private set; }

    /// <summary>Counters of finished and waiting work.</summary>
    public EngineStatistics Statistics => Engine.Statistics;

    /// <summary>Computes texts, once <see cref="Start"/> was called.</summary>
    public InferenceEngine Engine => _engine ?? throw new InvalidOperationException("The model was not started. This is a bug.");

    /// <summary>
    /// The fingerprint, which is computed at the first access. <see cref="Dispose"/> may run meanwhile: the file stays mapped until the
    /// fingerprint is computed.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The fingerprint was not computed before the model was disposed.</exception>
    public ModelFingerprint Fingerprint => LazyInitializer.EnsureInitialized(ref _fingerprint, ComputeFingerprint);

    /// <summary>The open file; valid until this object is disposed.</summary>
    public GgufFile File => _file;

    /// <summary>Opens and checks a file. <see cref="Start"/> makes it ready to run once the caller's checks have passed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="kind">What the model is used for.</param>
    /// <exception cref="InvalidModelException">The file is damaged, of another architecture, or made for another use.</exception>
    public static LoadedModel Open(string path, InferenceOptions? options, ModelKind kind)
    {
        options = options?.Clone() ?? new InferenceOptions();
        options.ThrowIfInvalid(nameof(options));
        var file = GgufFile.Open(path);
        try
        {
            return new LoadedModel(file, options, kind);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates the transformer, in this process or in a backend, whose own code trusts the file.</summary>
    public void Start()
    {
        if (_options.Backend is { } backend)
        {
            _transformer = backend.Open(Description, _options);
            var context = Math.Min(Shape.ContextLength, _transformer.MaxTokens);
            Description = Description with { Backend = backend.Name, Shape = Shape with { ContextLength = context } };
        }
        else
        {
            _transformer = new ManagedTransformer(Shape, Weights, _options);
        }

        _engine = new InferenceEngine(_transformer, Shape.HiddenSize, _options);
    }

    /// <summary>Returns the maximum number of tokens of a text: <paramref name="maxTokens"/> or the context length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below <paramref name="minimum"/> or above the context length.</exception>
    public int TokenLimit(int? maxTokens, int minimum)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var contextLength = Description.Shape.ContextLength;
        if (maxTokens is { } limit && (limit < minimum || limit > contextLength))
        {
            throw new ArgumentOutOfRangeException(nameof(maxTokens), limit,
                $"A text may have {minimum} to {contextLength} tokens with this model.");
        }

        return maxTokens ?? contextLength;
    }

    /// <summary>Checks a result.</summary>
    /// <returns>The row itself, <c>[hidden]</c>.</returns>
    /// <exception cref="InvalidModelException">A value is not finite.</exception>
    public ReadOnlySpan<float> RequireFinite(ReadOnlySpan<float> hidden, int index)
    {
        foreach (var value in hidden)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidModelException(
                    Description.Path,
                    $"a result for text {index.ToString(CultureInfo.InvariantCulture)} that is not finite",
                    "finite numbers",
                    "The weights are damaged: fetch the file again.");
            }
        }

        return hidden;
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Every call waits for the same end: that of the running batch, and then of the file.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lifetime)
        {
            _disposed = true;
            return new ValueTask(_disposal ??= CloseAsync());
        }
    }

    private async Task CloseAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync().ConfigureAwait(false);
        }

        _transformer?.Dispose();
        _file.Dispose();
    }

    private ModelFingerprint ComputeFingerprint()
    {
        using var lease = _file.KeepMapped();
        return new ModelFingerprint(WeightsFingerprint.Of(Shape, Tensors.Used), TokenizerFingerprint.Of(_file));
    }
}
