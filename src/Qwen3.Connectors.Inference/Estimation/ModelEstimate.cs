using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference;

/// <summary>The estimated memory, disk space and speed of a model, from its header and the options, before it is loaded.</summary>
public sealed record ModelEstimate
{
    // The runtime's own pages, compiled code, and the heap before its first collections: 45 to 60 MB in this project's programs.
    private const long ProcessBytes = 52_000_000;

    // A text uses some rows of the token embedding, and the operating system reads neighbouring pages: a fifth after some pages of English,
    // a third after as many of seven scripts, all of it after a long time.
    private const double TokenEmbeddingShare = 0.4;

    private const int HeaderBytesPerToken = 40;

    // The number of texts of a batch decides what is kept for each; it matters little.
    private const int TokensPerText = 64;

    /// <summary>The bytes of the file.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>The memory while texts are computed in batches of <see cref="InferenceOptions.BatchTokens"/>.</summary>
    public required MemoryEstimate Memory { get; init; }

    /// <summary>The memory while a single text as long as the model's context is computed, which may be longer than a batch.</summary>
    public required MemoryEstimate LongestTextMemory { get; init; }

    /// <summary>The expected speed.</summary>
    /// <value>Default null: not measured.</value>
    public SpeedEstimate? Speed { get; init; }

    /// <summary>Estimates memory and disk space, and measures the speed if that is asked for. Reads nothing but the description.</summary>
    /// <param name="model">The model, such as the result of <see cref="ModelDescription.Read"/>.</param>
    /// <param name="options">How it will be run; null for the defaults.</param>
    /// <param name="measureSpeed">
    /// Whether to measure the speed, for about two seconds: one layer of the model's shape runs on constant weights in the types of its
    /// file. It takes the memory of a layer.
    /// </param>
    /// <returns>
    /// The estimate. <see cref="Speed"/> is null without <paramref name="measureSpeed"/>, and for layers of more than 1 GiB.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// An option or a number of the shape is out of its range, or <paramref name="measureSpeed"/> is set and a weight type is unknown.
    /// </exception>
    public static ModelEstimate For(ModelDescription model, InferenceOptions? options = null, bool measureSpeed = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        return For(model.Shape, ModelWeights.Of(model), options, measureSpeed);
    }

    /// <inheritdoc cref="For(ModelDescription, InferenceOptions?, bool)"/>
    internal static ModelEstimate For(ModelShape shape, ModelWeights weights, InferenceOptions? options = null, bool measureSpeed = false)
    {
        MachineProbe.RequirePlausible(shape);
        options ??= new InferenceOptions();
        options.ThrowIfInvalid(nameof(options));
        return new ModelEstimate
        {
            DiskBytes = weights.FileBytes,
            Memory = MemoryFor(shape, weights, options, options.BatchTokens),
            LongestTextMemory = MemoryFor(shape, weights, options, Math.Max(options.BatchTokens, shape.ContextLength)),
            Speed = measureSpeed ? MachineProbe.MeasureSpeed(shape, weights, options) : null,
        };
    }

    private static MemoryEstimate MemoryFor(ModelShape shape, ModelWeights weights, InferenceOptions options, int batchTokens)
    {
        var kernel = options.ResolveKernel();
        var headerBytes = weights.HeaderBytes ?? (long)HeaderBytesPerToken * shape.VocabularySize;
        var (layerBytes, tokenEmbeddingBytes) = WeightBytesOf(shape, weights, headerBytes);
        var texts = (batchTokens + TokensPerText - 1) / TokensPerText;
        return new MemoryEstimate
        {
            BatchTokens = batchTokens,
            WeightBytes = layerBytes + (long)(TokenEmbeddingShare * tokenEmbeddingBytes),
            TokenizerBytes = headerBytes + TokenizerMemory.BytesFor(shape.VocabularySize, headerBytes),
            ActivationBytes = TransformerMemory.BytesFor(
                shape, kernel, options.ResolveThreadCount(), batchTokens, texts, weights.HasIntegers),
            PrefixCacheBytes = PrefixCache.BytesFor(shape, options.PrefixCacheTokens),
            ProcessBytes = ProcessBytes,
        };
    }

    /// <summary>Where only the file's length is known, every value counts the same.</summary>
    private static (long Layers, long TokenEmbedding) WeightBytesOf(ModelShape shape, ModelWeights weights, long headerBytes)
    {
        var tokenEmbedding = (long)shape.VocabularySize * shape.HiddenSize;
        var bytesPerValue = (double)Math.Max(0, weights.FileBytes - headerBytes) / (shape.LayerParameterCount + tokenEmbedding);
        return (
            weights.LayerBytes ?? (long)(bytesPerValue * shape.LayerParameterCount),
            weights.TokenEmbeddingBytes ?? (long)(bytesPerValue * tokenEmbedding));
    }
}
