using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>Reads a reranker's head in any of the styles that files have.</summary>
internal static class YesNoHeadReader
{
    private const string ConvertedHead = ModelKindEvidence.ClassifierHead;
    private const string LabelsKey = "qwen3.classifier.output_labels";
    private const string OtherClassifier = "This classifier is not a Qwen3 reranker's: choose a Qwen3-Reranker file.";

    // The 8B reranker has an untied head. A file of that width without one has lost it, and tied rows would give confident nonsense.
    private const int UntiedHiddenSize = 4096;

    // Rows of a tied embedding stay close in every quantization; unrelated rows have a cosine of about 0.
    private const double MinTiedCosine = 0.7;

    /// <summary>Reads the head that the file has: a converted one, its own, or the tied rows of the token embedding.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="weights">Its network.</param>
    /// <param name="yesToken">The id of "yes".</param>
    /// <param name="noToken">The id of "no".</param>
    /// <exception cref="InvalidModelException">
    /// There is no head, its labels are others, yes and no are swapped in it, or it gives every document the same score.
    /// </exception>
    public static YesNoHead Read(GgufFile file, TensorSet tensors, ModelShape shape, TransformerWeights weights, int yesToken, int noToken)
    {
        var (yes, no) = DecodeRows(weights.TokenEmbedding, yesToken, noToken);
        var tiedDifference = YesNoHead.Difference(yes, no);
        if (tensors.Contains(ConvertedHead))
        {
            var head = ReadConverted(file, tensors, shape, tiedDifference);
            RequireNotSwapped(file, head.Description);
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
            RequireDifference(file, "token_embd.weight", yes, no);
            return new YesNoHead(YesNoHeadStyle.TiedEmbedding, yes, no, tiedDifference);
        }

        (yes, no) = DecodeRows(tensors.Matrix(YesNoHead.OwnHead, shape.VocabularySize, shape.HiddenSize), yesToken, noToken);
        RequireDifference(file, YesNoHead.OwnHead, yes, no);
        return new YesNoHead(YesNoHeadStyle.OwnOutput, yes, no, tiedDifference);
    }

    private static YesNoHead ReadConverted(GgufFile file, TensorSet tensors, ModelShape shape, ReadOnlySpan<float> tiedDifference)
    {
        // One row is the difference of the two (a sequence classification checkpoint): its product is the logit itself.
        var rows = tensors.RowCount(ConvertedHead);
        if (rows is not (1 or 2))
        {
            throw new InvalidModelException(
                file.Path, $"{ConvertedHead} with {rows} rows", "2, for yes and no, or 1, for their difference", OtherClassifier);
        }

        var (first, second) = DecodeRows(tensors.Matrix(ConvertedHead, (int)rows, shape.HiddenSize), 0, (int)rows - 1);
        if (rows == 1)
        {
            RequireDifference(file, ConvertedHead, first, no: null);
            return new YesNoHead(YesNoHeadStyle.SingleRow, first, no: null, tiedDifference);
        }

        var isYesFirst = FindYesRow(file) == 0;
        RequireDifference(file, ConvertedHead, first, second);
        return isYesFirst
            ? new YesNoHead(YesNoHeadStyle.Converted, first, second, tiedDifference)
            : new YesNoHead(YesNoHeadStyle.Converted, second, first, tiedDifference);
    }

    /// <summary>A converted head of a tied model has the embedding's rows: with yes and no swapped, it would put the worst documents first.</summary>
    private static void RequireNotSwapped(GgufFile file, YesNoHeadDescription head)
    {
        if (head.CosineToEmbedding >= -MinTiedCosine)
        {
            return;
        }

        var isSingleRow = head.Style == YesNoHeadStyle.SingleRow;
        throw new InvalidModelException(
            file.Path,
            isSingleRow
                ? $"{ConvertedHead} equal to the token embedding's row of no minus that of yes"
                : $"{ConvertedHead} with the token embedding's row of no as that of yes, and the other way round",
            isSingleRow ? "yes minus no" : $"rows in the order of {LabelsKey}, or yes before no where there are no labels",
            "It would put the worst documents first. The file was converted wrongly: choose another, or convert the model again with a current llama.cpp.");
    }

    /// <summary>Equal rows, and rows of zeros, give every document a score of exactly 0.5.</summary>
    private static void RequireDifference(GgufFile file, string tensor, float[] yes, float[]? no)
    {
        if (!yes.All(float.IsFinite) || no?.All(float.IsFinite) == false)
        {
            throw new InvalidModelException(
                file.Path, $"{tensor} with numbers that are not finite in the rows of yes and no", "finite numbers", "The weights are damaged: fetch the file again.");
        }

        if (no is null ? yes.All(value => value == 0) : yes.AsSpan().SequenceEqual(no))
        {
            throw new InvalidModelException(
                file.Path,
                no is null ? $"{tensor} with only zeros" : $"{tensor} with {(yes.All(value => value == 0) ? "only zeros in" : "equal")} rows of yes and no",
                "rows that differ: with these every document would get a score of exactly 0.5",
                "The head was lost when the file was made, or the weights are damaged: choose another file.");
        }
    }

    private static (float[] First, float[] Second) DecodeRows(WeightMatrix matrix, int first, int second)
    {
        var (one, other) = (new float[matrix.Depth], new float[matrix.Depth]);
        matrix.DecodeRow(first, one);
        matrix.DecodeRow(second, other);
        return (one, other);
    }

    private static int FindYesRow(GgufFile file)
    {
        if (!file.Metadata.TryGetStrings(LabelsKey, out var labels))
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

        throw new InvalidModelException(
            file.Path, $"{labels.Count} classifier labels that are not yes and no", "the labels yes and no", OtherClassifier);
    }
}
