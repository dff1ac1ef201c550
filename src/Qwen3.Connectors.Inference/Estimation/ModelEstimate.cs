using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference;

/// <summary>What a model will take, told before it is loaded: from its shape and the options alone, without its weights.</summary>
public sealed record ModelEstimate
{
    // The runtime's own pages, compiled code, and the heap before its first collections: 45 to 60 MB in this project's programs.
    private const long ProcessBytes = 52_000_000;

    // A text uses some rows of the token embedding, and the system brings in their neighbours: a fifth after some pages of English,
    // a third after as many of seven scripts, all of it in the end. The part between is not far off in any case.
    private const double TokenEmbeddingShare = 0.4;

    private const int HeaderBytesPerToken = 40;

    // Texts of a batch, for what is kept of each; their number changes little.
    private const int TokensPerText = 64;

    /// <summary>Bytes of the file.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>Memory while texts are computed in batches of <see cref="InferenceOptions.BatchTokens"/>.</summary>
    public required MemoryEstimate Memory { get; init; }

    /// <summary>Memory while a single text as long as the model's context is computed, which may be more than a batch.</summary>
    public required MemoryEstimate LongestTextMemory { get; init; }

    /// <summary>How fast it will be; null where it was not measured (<see cref="MachineProbe.MeasureSpeed"/>).</summary>
    public SpeedEstimate? Speed { get; init; }

    /// <summary>Estimates memory and disk. Takes no time worth mentioning.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="options">How it will be run; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ModelEstimate For(ModelShape shape, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        options ??= new InferenceOptions();
        options.ThrowIfInvalid(nameof(options));
        return new ModelEstimate
        {
            DiskBytes = shape.FileBytes,
            Memory = MemoryFor(shape, options, options.BatchTokens),
            LongestTextMemory = MemoryFor(shape, options, Math.Max(options.BatchTokens, shape.ContextLength)),
        };
    }

    private static MemoryEstimate MemoryFor(ModelShape shape, InferenceOptions options, int batchTokens)
    {
        var network = TransformerShape.Of(shape);
        var kernel = options.ResolveKernel();
        var headerBytes = shape.HeaderBytes ?? (long)HeaderBytesPerToken * shape.VocabularySize;
        var (layerBytes, tokenEmbeddingBytes) = WeightBytesOf(shape, headerBytes);
        return new MemoryEstimate
        {
            BatchTokens = batchTokens,
            WeightBytes = layerBytes + (long)(TokenEmbeddingShare * tokenEmbeddingBytes),
            TokenizerBytes = headerBytes + TokenizerMemory.BytesFor(shape.VocabularySize, headerBytes),
            ActivationBytes = TransformerMemory.BytesFor(network, kernel.Lanes, options.ResolveThreadCount(), batchTokens, (batchTokens + TokensPerText - 1) / TokensPerText),
            PrefixCacheBytes = PrefixCache.BytesFor(network, options.PrefixCacheTokens),
            ProcessBytes = ProcessBytes,
        };
    }

    /// <summary>Where only the file's length is known, every value takes the same.</summary>
    private static (long Layers, long TokenEmbedding) WeightBytesOf(ModelShape shape, long headerBytes)
    {
        var tokenEmbedding = (long)shape.VocabularySize * shape.HiddenSize;
        var bytesPerValue = (double)Math.Max(0, shape.FileBytes - headerBytes) / (shape.LayerParameterCount + tokenEmbedding);
        return (shape.LayerBytes ?? (long)(bytesPerValue * shape.LayerParameterCount), shape.TokenEmbeddingBytes ?? (long)(bytesPerValue * tokenEmbedding));
    }
}
