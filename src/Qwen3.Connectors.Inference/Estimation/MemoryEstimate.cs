namespace Qwen3.Connectors.Inference;

/// <summary>What a process takes in memory at the most while it runs a model, part by part. Memory is what is resident, mapped files included.</summary>
public sealed record MemoryEstimate
{
    /// <summary>Tokens of the largest batch.</summary>
    public required int BatchTokens { get; init; }

    /// <summary>Weights that are touched, in the mapped file: all layers, and two fifths of the token embedding, of which texts use some rows. The system may take these pages back when memory is short.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>The tokenizer's tables, and the part of the file that they are made from.</summary>
    public required long TokenizerBytes { get; init; }

    /// <summary>Buffers of the network for a batch of <see cref="BatchTokens"/> tokens.</summary>
    public required long ActivationBytes { get; init; }

    /// <summary>Keys and values of beginnings that recur, at the most; taken as they come, none at first.</summary>
    public required long PrefixCacheBytes { get; init; }

    /// <summary>The .NET runtime and a small program around the model, as measured; a web application takes more.</summary>
    public required long ProcessBytes { get; init; }

    /// <summary>All parts but <see cref="PrefixCacheBytes"/>: the peak where no beginnings recur, as with documents.</summary>
    public long PeakBytes => WeightBytes + TokenizerBytes + ActivationBytes + ProcessBytes;

    /// <summary>All parts: the peak once the prefix cache is full, as after many queries or reranks.</summary>
    public long PeakWithCacheBytes => PeakBytes + PrefixCacheBytes;
}
