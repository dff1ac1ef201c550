using System.Runtime.CompilerServices;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>The files that are damaged: small models of every kind, and one model in several block formats.</summary>
public static class SoundFiles
{
    private static readonly TinyQwen3Options Small = new() { Layers = 1, Hidden = 32, Heads = 2, KvHeads = 1, HeadDim = 16, Ffn = 32 };

    // One of each family of formats; the others differ in their tables only.
    private static readonly string[] QuantModels = ["iq1_s", "iq2_xxs", "iq4_xs", "q2_k", "q4_k_m", "q6_k", "q8_0", "f16_q4_k"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SoundFile> All { get; } =
    [
        new("embedding", Make(Small)),
        new("embedding without notes", Make(Small with { PoolingType = null, AddEosToken = null, EosIsImEnd = true })),
        new("reranker with cls.output", Make(Small with { PoolingType = 4, Classifier = TinyClassifier.YesNo })),
        new("reranker with one row", Make(Small with { PoolingType = 4, Classifier = TinyClassifier.SingleRow })),
        new("reranker as language model", Make(Small with { PoolingType = null, OwnOutput = true, EosIsImEnd = true })),
        new("two layers", Make(Small with { Layers = 2, KvHeads = 2, PadVocabularyTo = 520 })),
        new("header without a vocabulary to speak of", MakeSparse()) { IsModel = false },
        .. QuantModels.Select(name => new SoundFile(name, File.ReadAllBytes(Path.Combine(Repository(), "tests", "data", "quant-models",
            name + ".gguf")))),
    ];

    /// <summary>How many of <see cref="All"/> are small: these are damaged more often.</summary>
    public static int SmallCount => All.Count - QuantModels.Length;

    private static byte[] Make(TinyQwen3Options options) => new TinyQwen3(options).ToArray();

    // A vocabulary takes most of a header: without one, damage hits structure. Every type of value is here.
    private static byte[] MakeSparse() =>
        new GgufWriter(version: 2).Put("general.architecture", "qwen3").Put("a", (byte)1).Put("b", (sbyte)1).Put("c", (ushort)1).Put("d",
        (short)1)
        .Put("e", 1L).Put("f", 1UL).Put("g", 1.0).Align(32).Put("qwen3.block_count", 1u).PutArray("tokenizer.ggml.tokens", "a", "b", "ab")
        .PutArray("tokenizer.ggml.token_type", 1, 1, 1).PutArray("h", 1.0, 2.0).PutArray("i", true, false).Put("split.count", (ushort)1)
        .Tensor("token_embd.weight", [4, 3], new float[12]).Tensor("blk.0.attn_q_norm.weight", [4], new float[4]).ToArray();

    private static string Repository([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
