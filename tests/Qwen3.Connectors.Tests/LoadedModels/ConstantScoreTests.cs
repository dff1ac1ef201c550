using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.LoadedModels;

/// <summary>Weights with which every document would get the score 0.5, without any error.</summary>
public class ConstantScoreTests
{
    private static readonly TinyQwen3Options Reranker = new() { PoolingType = null, AddEosToken = null, EosIsImEnd = true };

    public static TheoryData<string, float> Weights => new()
    {
        { "token_embd.weight", 1e20f },
        { "output_norm.weight", 1e-20f },
        { "output_norm.weight", 1e25f },
    };

    [Theory]
    [MemberData(nameof(Weights))]
    public async Task A_hidden_state_without_a_direction_is_an_error_that_names_the_document(string tensor, float factor)
    {
        var tiny = new TinyQwen3(Reranker);
        var weight = tiny.Weights[tensor];
        var scaled = weight with { Values = [.. weight.Values.Select(value => factor * value)] };
        using var file = new TemporaryFile(new GgufRewriter(tiny).WithTensor(tensor, scaled).ToArray());
        using var reranker = Qwen3Reranker.Load(file.Path);
        var exception = await Assert.ThrowsAsync<InvalidModelException>(
            () => reranker.RerankAsync("q", ["the"], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("text 0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("output_norm.weight")]
    [InlineData("blk.0.attn_norm.weight")]
    [InlineData("blk.1.ffn_norm.weight")]
    [InlineData("blk.0.attn_q_norm.weight")]
    [InlineData("blk.1.attn_k_norm.weight")]
    public void A_norm_of_zeros_is_refused_when_it_is_loaded(string tensor)
    {
        var tiny = new TinyQwen3(Reranker);
        var weight = tiny.Weights[tensor];
        var zero = weight with { Values = new float[weight.Values.Length] };
        using var file = new TemporaryFile(new GgufRewriter(tiny).WithTensor(tensor, zero).ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => RerankerModel.Load(file.Path));
        Assert.Contains($"the tensor '{tensor}' with only zeros", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(TinyClassifier.YesNo))]
    [InlineData(nameof(TinyClassifier.SingleRow))]
    public void A_head_of_equal_or_zero_rows_is_refused_when_it_is_loaded(string classifier)
    {
        var tiny = new TinyQwen3(Reranker with { Classifier = Enum.Parse<TinyClassifier>(classifier), PoolingType = 4 });
        var head = tiny.Weights["cls.output.weight"];
        foreach (var value in (float[])[0, 0.25f])
        {
            if (value != 0 && classifier == nameof(TinyClassifier.SingleRow))
            {
                continue;
            }

            var equal = head with { Values = [.. head.Values.Select(_ => value)] };
            using var file = new TemporaryFile(new GgufRewriter(tiny).WithTensor("cls.output.weight", equal).ToArray());
            var exception = Assert.Throws<InvalidModelException>(() => RerankerModel.Load(file.Path));
            Assert.Contains("cls.output.weight with ", exception.Message, StringComparison.Ordinal);
        }
    }
}
