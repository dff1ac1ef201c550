using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Loading;

/// <summary>A head that gives every document the same score is refused when the file is loaded.</summary>
public class YesNoHeadFaultTests
{
    private const int Hidden = 64;

    private static readonly TinyQwen3Options s_reranker = new() { PoolingType = null, AddEosToken = null, EosIsImEnd = true };

    [Theory]
    [InlineData("token_embd.weight", 0f, "only zeros in rows of yes and no")]
    [InlineData("token_embd.weight", 1f, "equal rows of yes and no")]
    [InlineData("output.weight", 0f, "only zeros in rows of yes and no")]
    [InlineData("output.weight", 1f, "equal rows of yes and no")]
    [InlineData("output.weight", float.NaN, "not finite")]
    public void Equal_rows_of_yes_and_no_are_refused(string tensor, float value, string reason)
    {
        var tiny = new TinyQwen3(s_reranker with { OwnOutput = tensor == "output.weight" });
        var weight = tiny.Weights[tensor];
        var values = weight.Values.ToArray();
        foreach (var token in (string[])["yes", "no"])
        {
            values.AsSpan(tiny.Vocabulary.IdOf(token) * Hidden, Hidden).Fill(value);
        }

        AssertRefused(new GgufRewriter(tiny).WithTensor(tensor, weight with { Values = values }), tensor, reason);
    }

    [Theory]
    [InlineData(2, 0f, "only zeros in rows of yes and no")]
    [InlineData(2, 0.5f, "equal rows of yes and no")]
    [InlineData(1, 0f, "only zeros")]
    [InlineData(1, float.PositiveInfinity, "not finite")]
    public void A_converted_head_without_a_difference_is_refused(int rows, float value, string reason)
    {
        var tiny = new TinyQwen3(s_reranker with { PoolingType = 4, Classifier = rows == 2 ? TinyClassifier.YesNo : TinyClassifier.SingleRow });
        var values = Enumerable.Repeat(value, rows * Hidden).ToArray();
        AssertRefused(new GgufRewriter(tiny).WithTensor("cls.output.weight", new TinyWeight(Hidden, rows, values)), "cls.output.weight", reason);
    }

    private static void AssertRefused(GgufRewriter rewriter, params string[] reasons)
    {
        using var file = new TemporaryFile(rewriter.ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => RerankerModel.Load(file.Path).Dispose());
        Assert.All(reasons, reason => Assert.Contains(reason, exception.Found, StringComparison.Ordinal));
    }
}
