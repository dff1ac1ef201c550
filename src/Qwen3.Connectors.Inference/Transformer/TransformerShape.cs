using System.Globalization;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>The numbers that define a Qwen3 network, as its file gives them.</summary>
internal sealed record TransformerShape
{
    private const string Architecture = "qwen3";
    private const float TrainedRopeBase = 1e6f;

    public required int LayerCount { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; divides <see cref="HeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Features of a head; not hidden size over heads.</summary>
    public required int HeadSize { get; init; }

    public required int FeedForwardSize { get; init; }

    /// <summary>Tokens that a text may have.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Rows of the token embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Epsilon of every RMS norm.</summary>
    public required float Epsilon { get; init; }

    /// <summary>Base of the rotary frequencies.</summary>
    public required float RopeBase { get; init; }

    /// <summary>Features of all query heads.</summary>
    public int QueryWidth => HeadCount * HeadSize;

    /// <summary>Features of all key heads.</summary>
    public int KeyWidth => KeyValueHeadCount * HeadSize;

    /// <summary>The network of a public shape, with the numbers that all Qwen3 models have.</summary>
    public static TransformerShape Of(ModelShape shape) => new()
    {
        LayerCount = shape.LayerCount,
        HiddenSize = shape.HiddenSize,
        HeadCount = shape.HeadCount,
        KeyValueHeadCount = shape.KeyValueHeadCount,
        HeadSize = shape.HeadSize,
        FeedForwardSize = shape.FeedForwardSize,
        ContextLength = shape.ContextLength,
        VocabularySize = shape.VocabularySize,
        Epsilon = 1e-6f,
        RopeBase = TrainedRopeBase,
    };

    /// <summary>Reads the shape and checks that it is a Qwen3 network's.</summary>
    /// <exception cref="InvalidModelException">Another architecture, a missing key, or numbers that don't fit each other.</exception>
    public static TransformerShape Read(GgufFile file, ICollection<string> notes)
    {
        var metadata = file.Metadata;
        var architecture = metadata.GetString("general.architecture");
        if (architecture != Architecture)
        {
            throw new InvalidModelException(
                file.Path,
                $"the architecture '{architecture}'",
                $"'{Architecture}', that of Qwen3-Embedding and Qwen3-Reranker",
                "Choose a GGUF file of Qwen3-Embedding or Qwen3-Reranker.");
        }

        var hiddenSize = Positive("embedding_length");
        var headCount = Positive("attention.head_count");
        var keyValueHeadCount = Positive("attention.head_count_kv");
        Require(headCount % keyValueHeadCount == 0, $"{headCount} query heads and {keyValueHeadCount} key heads", "a multiple");
        RefuseRopeScaling(file);
        return new TransformerShape
        {
            LayerCount = Positive("block_count"),
            HiddenSize = hiddenSize,
            HeadCount = headCount,
            KeyValueHeadCount = keyValueHeadCount,
            HeadSize = ReadHeadSize(file),
            FeedForwardSize = Positive("feed_forward_length"),
            ContextLength = Positive("context_length"),
            VocabularySize = ReadVocabularySize(file, hiddenSize),
            Epsilon = PositiveNumber("attention.layer_norm_rms_epsilon")
                ?? throw Fault("no key qwen3.attention.layer_norm_rms_epsilon", "it, 1e-6 in all Qwen3 models"),
            RopeBase = PositiveNumber("rope.freq_base") is { } ropeBase ? NoteRopeBase(ropeBase) : AssumeRopeBase(),
        };

        int Positive(string key)
        {
            var value = metadata.GetUInt32($"{Architecture}.{key}");
            Require(value is > 0 and <= 1 << 24, $"{Architecture}.{key} = {value}", "a number from 1 to 16,777,216");
            return (int)value;
        }

        float? PositiveNumber(string key)
        {
            if (!metadata.TryGetSingle($"{Architecture}.{key}", out var value))
            {
                return null;
            }

            Require(float.IsFinite(value) && value > 0, $"{Architecture}.{key} = {value}", "a positive number");
            return value;
        }

        float AssumeRopeBase()
        {
            notes.Add("The file has no qwen3.rope.freq_base; 1,000,000 is used, as in all Qwen3 models.");
            return TrainedRopeBase;
        }

        float NoteRopeBase(float value)
        {
            if (value != TrainedRopeBase)
            {
                notes.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The file says qwen3.rope.freq_base = {value:N0}; all Qwen3 embedding and reranking models have 1,000,000."));
            }

            return value;
        }

        InvalidModelException Fault(string found, string expected) => new(file.Path, found, expected);

        void Require(bool holds, string found, string expected)
        {
            if (!holds)
            {
                throw Fault(found, expected);
            }
        }
    }

    private static int ReadHeadSize(GgufFile file)
    {
        // The norm of a query head is as long as the head in every Qwen3 file; the keys are missing in some.
        const string Norm = "blk.0.attn_q_norm.weight";
        if (!file.Tensors.TryGetValue(Norm, out var norm))
        {
            throw new InvalidModelException(
                file.Path, $"no tensor {Norm}", "it: every Qwen3 network norms its queries", "This may be a Qwen2 file.");
        }

        foreach (var key in (string[])["qwen3.attention.key_length", "qwen3.attention.value_length"])
        {
            if (file.Metadata.TryGetUInt32(key, out var length) && length != norm.RowLength)
            {
                throw new InvalidModelException(file.Path, $"{key} = {length} and {Norm} of {norm.RowLength} values", "the same number");
            }
        }

        if (norm.RowLength is < 2 or > 4096 || norm.RowLength % 2 != 0)
        {
            throw new InvalidModelException(
                file.Path, $"heads of {norm.RowLength} features", "an even number from 2 to 4096, 128 in all Qwen3 models");
        }

        return (int)norm.RowLength;
    }

    private static int ReadVocabularySize(GgufFile file, int hiddenSize)
    {
        if (!file.Tensors.TryGetValue("token_embd.weight", out var embedding))
        {
            throw new InvalidModelException(
                file.Path, "no tensor token_embd.weight", "the token embedding", "The file holds a part of a model only: choose another.");
        }

        if (embedding.RowLength != hiddenSize || embedding.RowCount > int.MaxValue)
        {
            throw new InvalidModelException(
                file.Path, $"token_embd.weight of [{embedding.RowCount} x {embedding.RowLength}]", $"[vocabulary x {hiddenSize}]");
        }

        return (int)embedding.RowCount;
    }

    private static void RefuseRopeScaling(GgufFile file)
    {
        if (file.Metadata.TryGetString("qwen3.rope.scaling.type", out var scaling) && scaling is not (null or "" or "none"))
        {
            throw new InvalidModelException(
                file.Path,
                $"rope scaling '{scaling}'",
                "none: the Qwen3 embedding and reranking models are not scaled",
                "Choose a file without it, or convert the model again without a longer context.");
        }
    }
}
