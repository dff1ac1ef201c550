using System.Numerics.Tensors;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>The reranker's last step: the probability of "yes" against "no", from the rows of those two answers alone.</summary>
internal sealed class AnswerHead
{
    private const string ConvertedHead = "cls.output.weight";

    /// <summary>The head of a causal language model; not every file with one needs it.</summary>
    public const string OwnHead = "output.weight";

    // The 8B reranker has a head of its own. A file of that width without one has lost it, and tied rows would give confident nonsense.
    private const int UntiedHiddenSize = 4096;

    private readonly float[] _yes;
    private readonly float[]? _no;

    private AnswerHead(float[] yes, float[]? no)
    {
        _yes = yes;
        _no = no;
    }

    /// <summary>Takes the head that the file has: a converted one, its own, or the tied rows of the token embedding.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="weights">Its network.</param>
    /// <param name="yesToken">The id of "yes".</param>
    /// <param name="noToken">The id of "no".</param>
    /// <exception cref="InvalidModelException">There is no head, or its labels are others.</exception>
    public static AnswerHead Read(GgufFile file, TensorSet tensors, TransformerShape shape, TransformerWeights weights, int yesToken, int noToken)
    {
        if (tensors.Contains(ConvertedHead))
        {
            return ReadConverted(file, tensors, shape);
        }

        if (!tensors.Contains(OwnHead) && shape.HiddenSize == UntiedHiddenSize)
        {
            throw new InvalidModelException(
                file.Path,
                $"a reranker of hidden size {UntiedHiddenSize} with neither {OwnHead} nor {ConvertedHead}",
                "one of them: the 8B reranker's head is not tied to its token embedding",
                "The head was lost when the file was made; choose another file.");
        }

        var head = tensors.Contains(OwnHead) ? tensors.Matrix(OwnHead, shape.VocabularySize, shape.HiddenSize) : weights.TokenEmbedding;
        var (yes, no) = (new float[shape.HiddenSize], new float[shape.HiddenSize]);
        head.DecodeRow(yesToken, yes);
        head.DecodeRow(noToken, no);
        return new AnswerHead(yes, no);
    }

    /// <summary>The probability of "yes", 0 to 1.</summary>
    /// <param name="hidden">The final hidden state of the prompt's last token, <c>[hidden]</c>.</param>
    public double YesProbability(ReadOnlySpan<float> hidden)
    {
        double logit = TensorPrimitives.Dot(_yes, hidden);
        if (_no is not null)
        {
            logit -= TensorPrimitives.Dot(_no, hidden);
        }

        return 1 / (1 + Math.Exp(-logit));
    }

    private static AnswerHead ReadConverted(GgufFile file, TensorSet tensors, TransformerShape shape)
    {
        // One row is the difference of the two (a sequence classification checkpoint): its product is the logit itself.
        var rows = tensors.RowCount(ConvertedHead);
        if (rows is not (1 or 2))
        {
            throw new InvalidModelException(file.Path, $"{ConvertedHead} with {rows} rows", "2, for yes and no, or 1, for their difference");
        }

        var head = tensors.Matrix(ConvertedHead, (int)rows, shape.HiddenSize);
        var first = new float[shape.HiddenSize];
        head.DecodeRow(0, first);
        if (rows == 1)
        {
            return new AnswerHead(first, no: null);
        }

        var second = new float[shape.HiddenSize];
        head.DecodeRow(1, second);
        return YesRow(file) == 0 ? new AnswerHead(first, second) : new AnswerHead(second, first);
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

        throw new InvalidModelException(file.Path, $"{labels.Count} classifier labels that are not yes and no", "the labels yes and no", "This classifier is not a Qwen3 reranker.");
    }
}
