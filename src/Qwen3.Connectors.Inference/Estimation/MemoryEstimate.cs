namespace Qwen3.Connectors.Inference;

/// <summary>The estimated peak memory of a process that runs a model, by part. Memory is resident memory, mapped files included.</summary>
public sealed record MemoryEstimate
{
    /// <summary>The number of tokens of the largest batch.</summary>
    public required int BatchTokens { get; init; }

    /// <summary>The bytes of the weights that are read from the mapped file: all layers, and two fifths of the token embedding, of which texts use some rows.
    /// The operating system may evict these pages.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>The bytes of the tokenizer's tables, and of the part of the file that they are built from.</summary>
    public required long TokenizerBytes { get; init; }

    /// <summary>The bytes of the transformer's buffers for a batch of <see cref="BatchTokens"/> tokens.</summary>
    public required long ActivationBytes { get; init; }

    /// <summary>The bytes of a full cache of keys and values of shared prefixes. It is empty at first.</summary>
    public required long PrefixCacheBytes { get; init; }

    /// <summary>The bytes of the .NET runtime and a small program, as measured. A web application takes more.</summary>
    public required long ProcessBytes { get; init; }

    /// <summary>The peak without <see cref="PrefixCacheBytes"/>: texts that share no prefixes, such as documents.</summary>
    public long PeakBytes => WeightBytes + TokenizerBytes + ActivationBytes + ProcessBytes;

    /// <summary>The peak with a full prefix cache, as after many queries or reranks.</summary>
    public long PeakWithCacheBytes => PeakBytes + PrefixCacheBytes;
}
