using System.Globalization;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>Reads the shape of a Qwen3 network from a file's metadata and checks that the numbers are plausible and fit each other.</summary>
internal static class ModelShapeReader
{
    private const string Architecture = "qwen3";

    // As long as a head in every Qwen3 file; the keys for the head size are missing in some.
    private const string QueryNorm = "blk.0.attn_q_norm.weight";
    private const string TokenEmbedding = "token_embd.weight";

    /// <exception cref="InvalidModelException">
    /// The architecture is another one, a key is missing, a number is out of its range, or a key changes the computation.
    /// </exception>
    public static ModelShape Read(GgufFile file, LoaderNotes notes)
    {
        RequireArchitecture(file);
        var hiddenSize = Positive(file, "embedding_length");
        var shape = new ModelShape
        {
            LayerCount = Positive(file, "block_count"),
            HiddenSize = hiddenSize,
            HeadCount = Positive(file, "attention.head_count"),
            KeyValueHeadCount = Positive(file, "attention.head_count_kv"),
            HeadSize = ReadHeadSize(file),
            FeedForwardSize = Positive(file, "feed_forward_length"),
            ContextLength = Positive(file, "context_length"),
            VocabularySize = ReadVocabularySize(file, hiddenSize),
            NormEpsilon = ReadNormEpsilon(file),
            RopeBase = ReadRopeBase(file, notes),
        };
        if (ModelShapeLimits.FindFault(shape) is { } fault)
        {
            throw new InvalidModelException(file.Path, fault.Found, fault.Expected, "The header is damaged, or the file is not a Qwen3 model: choose another file.");
        }

        ArchitectureKeys.Require(file, shape);
        return shape;
    }

    private static void RequireArchitecture(GgufFile file)
    {
        var architecture = file.Metadata.GetString("general.architecture");
        if (architecture != Architecture)
        {
            throw new InvalidModelException(
                file.Path,
                $"the architecture '{GgufText.Printable(architecture)}'",
                $"'{Architecture}', that of Qwen3-Embedding and Qwen3-Reranker",
                "Choose a GGUF file of Qwen3-Embedding or Qwen3-Reranker.");
        }
    }

    private static int Positive(GgufFile file, string key)
    {
        var value = file.Metadata.GetUInt32($"{Architecture}.{key}");
        return value is > 0 and <= 1 << 24
            ? (int)value
            : throw new InvalidModelException(file.Path, $"{Architecture}.{key} = {value}", "a number from 1 to 16,777,216");
    }

    private static int ReadHeadSize(GgufFile file)
    {
        if (!file.Tensors.TryGetValue(QueryNorm, out var norm))
        {
            throw new InvalidModelException(
                file.Path, $"no tensor {QueryNorm}", "this tensor: every Qwen3 network normalizes its queries", "This may be a Qwen2 file: choose a Qwen3 file.");
        }

        foreach (var key in (string[])["qwen3.attention.key_length", "qwen3.attention.value_length"])
        {
            if (file.Metadata.TryGetUInt32(key, out var length) && length != norm.RowLength)
            {
                throw new InvalidModelException(file.Path, $"{key} = {length} and {QueryNorm} of {norm.RowLength} values", "the same number");
            }
        }

        return norm.RowLength;
    }

    private static int ReadVocabularySize(GgufFile file, int hiddenSize)
    {
        if (!file.Tensors.TryGetValue(TokenEmbedding, out var embedding))
        {
            throw new InvalidModelException(
                file.Path, $"no tensor {TokenEmbedding}", "the token embedding", "The file holds only a part of a model: choose another file.");
        }

        return embedding.RowLength == hiddenSize
            ? embedding.RowCount
            : throw new InvalidModelException(
                file.Path, $"{TokenEmbedding} of [{embedding.RowCount} x {embedding.RowLength}]", $"[vocabulary x {hiddenSize}]");
    }

    private static float ReadNormEpsilon(GgufFile file)
    {
        const string Key = $"{Architecture}.attention.layer_norm_rms_epsilon";
        if (!file.Metadata.TryGetSingle(Key, out var epsilon))
        {
            throw new InvalidModelException(file.Path, $"no key {Key}", "this key, 1e-6 in all Qwen3 models");
        }

        RequireRange(file, Key, epsilon, ModelShapeLimits.MinNormEpsilon, ModelShapeLimits.MaxNormEpsilon, "1e-6");
        return epsilon;
    }

    private static float ReadRopeBase(GgufFile file, LoaderNotes notes)
    {
        const string Key = $"{Architecture}.rope.freq_base";
        if (!file.Metadata.TryGetSingle(Key, out var value))
        {
            notes.Add($"The file has no {Key}; 1,000,000 is used, as in all Qwen3 models.");
            return ModelShape.TrainedRopeBase;
        }

        RequireRange(file, Key, value, ModelShapeLimits.MinRopeBase, ModelShapeLimits.MaxRopeBase, "1,000,000");
        if (value != ModelShape.TrainedRopeBase)
        {
            notes.Warn(string.Create(
                CultureInfo.InvariantCulture, $"The file says {Key} = {value:N0}; all Qwen3 embedding and reranking models have 1,000,000."));
        }

        return value;
    }

    private static void RequireRange(GgufFile file, string key, float value, float least, float most, string trained)
    {
        // Not a number fails both comparisons.
        if (!(value >= least && value <= most))
        {
            throw new InvalidModelException(
                file.Path,
                string.Create(CultureInfo.InvariantCulture, $"{key} = {value}"),
                string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}; all Qwen3 models have {trained}"),
                "The file was converted with a wrong setting or is damaged: choose another file.");
        }
    }
}
