namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>The contents of a <see cref="TinyQwen3"/> file; the defaults are a valid embedding model.</summary>
internal sealed record TinyQwen3Options
{
    public int Layers { get; init; } = 2;

    public int Hidden { get; init; } = 64;

    public int Heads { get; init; } = 4;

    public int KvHeads { get; init; } = 2;

    public int HeadDim { get; init; } = 32;

    public int Ffn { get; init; } = 160;

    public int ContextLength { get; init; } = 32768;

    /// <summary>Whether the file has an <c>output.weight</c> of its own.</summary>
    public bool OwnOutput { get; init; }

    /// <summary>The rows of <c>cls.output.weight</c>; anything but none also writes the rerank template.</summary>
    public TinyClassifier Classifier { get; init; }

    /// <summary><c>qwen3.pooling_type</c>: 3 last, 4 rank; null leaves the key out.</summary>
    public uint? PoolingType { get; init; } = 3;

    /// <summary><c>tokenizer.ggml.add_eos_token</c>; null leaves the key out.</summary>
    public bool? AddEosToken { get; init; } = true;

    /// <summary>
    /// <c>tokenizer.ggml.eos_token_id</c> is <c>&lt;|im_end|&gt;</c>, as in rerankers and early embedding files, not
    /// <c>&lt;|endoftext|&gt;</c>.
    /// </summary>
    public bool EosIsImEnd { get; init; }

    /// <summary>Fills the vocabulary up to so many tokens.</summary>
    public int PadVocabularyTo { get; init; }

    /// <summary>The seed of the weights.</summary>
    public int Seed { get; init; } = 1;
}
