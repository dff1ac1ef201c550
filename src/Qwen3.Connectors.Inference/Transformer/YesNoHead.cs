using System.Numerics.Tensors;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>The reranker's last step: the probability of "yes" against "no", from the rows of those two answers alone.</summary>
internal sealed class YesNoHead
{
    /// <summary>The head of a causal language model; not every file with one needs it.</summary>
    public const string OwnHead = "output.weight";

    private readonly float[] _yes;
    private readonly float[]? _no;

    /// <param name="style">Where the rows come from.</param>
    /// <param name="yes">The row of yes, or yes minus no, <c>[hidden]</c>.</param>
    /// <param name="no">The row of no, <c>[hidden]</c>, or null.</param>
    /// <param name="tiedDifference">Yes minus no in the token embedding, <c>[hidden]</c>.</param>
    public YesNoHead(YesNoHeadStyle style, float[] yes, float[]? no, ReadOnlySpan<float> tiedDifference)
    {
        _yes = yes;
        _no = no;
        Description = new YesNoHeadDescription(style, Cosine(no is null ? yes : Difference(yes, no), tiedDifference));
    }

    public YesNoHeadDescription Description { get; }

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

    /// <summary>Yes minus no, <c>[hidden]</c>.</summary>
    public static float[] Difference(ReadOnlySpan<float> yes, ReadOnlySpan<float> no)
    {
        var difference = new float[yes.Length];
        TensorPrimitives.Subtract(yes, no, difference);
        return difference;
    }

    /// <summary>0 where a row is zero.</summary>
    private static double Cosine(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var cosine = TensorPrimitives.CosineSimilarity(one, other);
        return float.IsNaN(cosine) ? 0 : Math.Clamp(cosine, -1f, 1f);
    }
}
