using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>Finds a reranker's head in its file, in whichever of the styles it is.</summary>
internal static class YesNoHeadReader
{
    private const string ConvertedHead = "cls.output.weight";

    // The 8B reranker has a head of its own. A file of that width without one has lost it, and tied rows would give confident nonsense.
    private const int UntiedHiddenSize = 4096;

    // Rows of a tied embedding stay close however they are quantised; unrelated ones have a cosine of about 0.
    private const double SurelyTied = 0.7;

    /// <summary>Takes the head that the file has: a converted one, its own, or the tied rows of the token embedding.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="weights">Its network.</param>
    /// <param name="yesToken">The id of "yes".</param>
    /// <param name="noToken">The id of "no".</param>
    /// <exception cref="InvalidModelException">There is no head, its labels are others, or yes and no are swapped in it.</exception>
    public static YesNoHead Read(GgufFile file, TensorSet tensors, TransformerShape shape, TransformerWeights weights, int yesToken, int noToken)
    {
        var (yes, no) = DecodeRows(weights.TokenEmbedding, yesToken, noToken);
        var tiedDifference = YesNoHead.Difference(yes, no);
        if (tensors.Contains(ConvertedHead))
        {
            var head = ReadConverted(file, tensors, shape, tiedDifference);
            RefuseIfSwapped(file, head.Description);
            return head;
        }

        if (!tensors.Contains(YesNoHead.OwnHead) && shape.HiddenSize == UntiedHiddenSize)
        {
            throw new InvalidModelException(
                file.Path,
                $"a reranker of hidden size {UntiedHiddenSize} with neither {YesNoHead.OwnHead} nor {ConvertedHead}",
                "one of them: the 8B reranker's head is not tied to its token embedding",
                "The head was lost when the file was made; choose another file.");
        }

        if (!tensors.Contains(YesNoHead.OwnHead))
        {
            return new YesNoHead(YesNoHeadStyle.TiedEmbedding, yes, no, tiedDifference);
        }

        (yes, no) = DecodeRows(tensors.Matrix(YesNoHead.OwnHead, shape.VocabularySize, shape.HiddenSize), yesToken, noToken);
        return new YesNoHead(YesNoHeadStyle.OwnOutput, yes, no, tiedDifference);
    }

    private static YesNoHead ReadConverted(GgufFile file, TensorSet tensors, TransformerShape shape, ReadOnlySpan<float> tiedDifference)
    {
        // One row is the difference of the two (a sequence classification checkpoint): its product is the logit itself.
        var rows = tensors.RowCount(ConvertedHead);
        if (rows is not (1 or 2))
        {
            throw new InvalidModelException(
                file.Path, $"{ConvertedHead} with {rows} rows", "2, for yes and no, or 1, for their difference", "This classifier is not a Qwen3 reranker's: choose a Qwen3-Reranker file.");
        }

        var (first, second) = DecodeRows(tensors.Matrix(ConvertedHead, (int)rows, shape.HiddenSize), 0, (int)rows - 1);
        if (rows == 1)
        {
            return new YesNoHead(YesNoHeadStyle.SingleRow, first, no: null, tiedDifference);
        }

        return YesRow(file) == 0
            ? new YesNoHead(YesNoHeadStyle.Converted, first, second, tiedDifference)
            : new YesNoHead(YesNoHeadStyle.Converted, second, first, tiedDifference);
    }

    /// <summary>A head made of a tied embedding has its very rows: with yes and no the other way round, it would put the worst documents first.</summary>
    private static void RefuseIfSwapped(GgufFile file, YesNoHeadDescription head)
    {
        if (head.CosineToEmbedding < -SurelyTied)
        {
            throw new InvalidModelException(
                file.Path,
                head.Style == YesNoHeadStyle.SingleRow ? $"{ConvertedHead} equal to the token embedding's row of no minus that of yes" : $"{ConvertedHead} with the token embedding's row of no as that of yes, and the other way round",
                head.Style == YesNoHeadStyle.SingleRow ? "yes minus no" : "rows in the order of qwen3.classifier.output_labels, or yes before no where there are no labels",
                "It would put the worst documents first. The file was converted wrongly: choose another, or convert the model again with a current llama.cpp.");
        }
    }

    private static (float[] First, float[] Second) DecodeRows(WeightMatrix matrix, int first, int second)
    {
        var (one, other) = (new float[matrix.Depth], new float[matrix.Depth]);
        matrix.DecodeRow(first, one);
        matrix.DecodeRow(second, other);
        return (one, other);
    }

    private static int YesRow(GgufFile file)
    {
        if (!file.Metadata.TryGetStrings("qwen3.classifier.output_labels", out var labels))
        {
            return 0;
        }

        if (labels.Count == 2)
        {
            if (labels[0].SequenceEqual("yes"u8) && labels[1].SequenceEqual("no"u8))
            {
                return 0;
            }

            if (labels[0].SequenceEqual("no"u8) && labels[1].SequenceEqual("yes"u8))
            {
                return 1;
            }
        }

        throw new InvalidModelException(file.Path, $"{labels.Count} classifier labels that are not yes and no", "the labels yes and no", "This classifier is not a Qwen3 reranker's: choose a Qwen3-Reranker file.");
    }
}
