using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Transformer;

namespace Qwen3.Connectors.Tests.LoadedModels;

public class EmbeddingModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, 4, 2, 32)]
    [InlineData(1, 3, 1, 10)]
    [InlineData(3, 2, 2, 64)]
    public async Task Any_shape_agrees_with_the_reference(int layers, int heads, int keyHeads, int headSize)
    {
        var tiny = new TinyQwen3(new() { Layers = layers, Heads = heads, KvHeads = keyHeads, HeadDim = headSize, Hidden = 48, Ffn = 100 });
        using var file = new TemporaryFile(tiny.ToArray());
        using var model = EmbeddingModel.Load(file.Path);
        const string Text = "What is the capital of China? Explain gravity and the query that is given.";
        var result = (await model.EmbedAsync([Text], cancellationToken: Cancellation))[0];
        var expected = new ReferenceQwen3(tiny).LastHidden([.. model.Tokenizer.Encode(Text), tiny.Vocabulary.EndOfTextId]);
        Assert.All(expected.Zip(result.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [InlineData(3u, true, false)]
    [InlineData(3u, false, true)]
    [InlineData(null, null, true)]
    [InlineData(0u, true, true)]
    public async Task Exactly_one_end_token_whatever_the_file_says(uint? pooling, bool? addEnd, bool endIsImEnd)
    {
        var tiny = new TinyQwen3(new() { PoolingType = pooling, AddEosToken = addEnd, EosIsImEnd = endIsImEnd });
        using var file = new TemporaryFile(tiny.ToArray());
        using var model = EmbeddingModel.Load(file.Path);
        var result = (await model.EmbedAsync(["Explain"], cancellationToken: Cancellation))[0];
        var expected = new ReferenceQwen3(tiny).LastHidden([.. model.Tokenizer.Encode("Explain"), tiny.Vocabulary.EndOfTextId]);
        VectorAssert.SameDirection(expected, result.Values);
        Assert.Equal(model.Tokenizer.CountTokens("Explain") + 1, result.TokenCount);
        Assert.Equal(pooling == 3 && addEnd == true, model.Description.Notes.Count == 0);
    }

    [Theory]
    [InlineData(1u, "Mean")]
    [InlineData(2u, "FirstToken")]
    [InlineData(4u, "reranker")]
    [InlineData(77u, "77")]
    public void Another_pooling_is_refused_with_the_reason(uint pooling, string reason) =>
        AssertRefused(new TinyQwen3(new() { PoolingType = pooling }), reason);

    [Fact]
    public void A_reranker_is_refused() =>
        AssertRefused(new TinyQwen3(new() { Classifier = TinyClassifier.YesNo, PoolingType = 4 }), "reranker", "cls.output.weight");

    [Fact]
    public void A_tensor_that_the_network_has_no_place_for_is_refused()
    {
        var tiny = new TinyQwen3();
        tiny.Writer.Tensor("blk.0.attn_q.bias", [128], new float[128]);
        AssertRefused(tiny, "blk.0.attn_q.bias");
    }

    [Fact]
    public void More_tokens_than_rows_are_refused()
    {
        var small = new TinyQwen3();
        var padded = new TinyQwen3(new() { PadVocabularyTo = small.Vocabulary.Tokens.Length + 5 });
        using var file = new TemporaryFile(padded.ToArray());
        EmbeddingModel.Load(file.Path).Dispose();

        var swapped = new GgufRewriter(padded).WithTensor("token_embd.weight", small.Weights["token_embd.weight"]);
        using var wrong = new TemporaryFile(swapped.ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(wrong.Path));
        Assert.Contains("a row for every token", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("general.architecture", "general.architecture")]
    [InlineData("qwen3.block_count", "qwen3.block_count")]
    [InlineData("qwen3.embedding_length", "qwen3.embedding_length")]
    [InlineData("qwen3.attention.head_count", "qwen3.attention.head_count")]
    [InlineData("qwen3.attention.head_count_kv", "qwen3.attention.head_count_kv")]
    [InlineData("qwen3.feed_forward_length", "qwen3.feed_forward_length")]
    [InlineData("qwen3.context_length", "qwen3.context_length")]
    [InlineData("qwen3.attention.layer_norm_rms_epsilon", "epsilon")]
    [InlineData("tokenizer.ggml.tokens", "tokenizer.ggml.tokens")]
    [InlineData("tokenizer.ggml.merges", "tokenizer.ggml.merges")]
    public void A_missing_key_is_named(string key, string reason)
    {
        var rewritten = new GgufRewriter(new TinyQwen3()).WithoutKey(key);
        using var file = new TemporaryFile(rewritten.ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token_embd.weight")]
    [InlineData("blk.0.attn_q_norm.weight")]
    [InlineData("blk.1.ffn_down.weight")]
    [InlineData("output_norm.weight")]
    public void A_missing_tensor_is_named(string tensor)
    {
        var rewritten = new GgufRewriter(new TinyQwen3()).WithoutTensor(tensor);
        using var file = new TemporaryFile(rewritten.ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path));
        Assert.Contains(tensor, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blk.0.attn_k.weight")]
    [InlineData("blk.1.ffn_gate.weight")]
    [InlineData("blk.0.ffn_norm.weight")]
    public void A_wrong_shape_is_named_with_the_right_one(string tensor)
    {
        var tiny = new TinyQwen3();
        var right = tiny.Weights[tensor];
        var wrong = right with { RowLength = right.RowLength - 1, Values = right.Values[..((right.RowLength - 1) * right.RowCount)] };
        using var file = new TemporaryFile(new GgufRewriter(tiny).WithTensor(tensor, wrong).ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path));
        Assert.Contains(tensor, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"[{right.RowCount} x {right.RowLength}]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_architecture_is_refused_by_name()
    {
        var rewritten = new GgufRewriter(new TinyQwen3()).WithoutKey("general.architecture");
        rewritten.Writer.Put("general.architecture", "llama");
        using var file = new TemporaryFile(rewritten.ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path));
        Assert.Contains("'llama'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'qwen3'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_head_size_comes_from_the_file()
    {
        var rewritten = new GgufRewriter(new TinyQwen3()).WithoutKey("qwen3.attention.key_length").WithoutKey(
            "qwen3.attention.value_length");
        using var file = new TemporaryFile(rewritten.ToArray());
        using var model = EmbeddingModel.Load(file.Path);
        Assert.Equal(32, model.Description.Shape.HeadSize);
        Assert.NotEqual(model.Description.Shape.HiddenSize / model.Description.Shape.HeadCount, model.Description.Shape.HeadSize);
    }

    [Fact]
    public void A_missing_rope_base_is_assumed_and_noted()
    {
        using var file = new TemporaryFile(new GgufRewriter(new TinyQwen3()).WithoutKey("qwen3.rope.freq_base").ToArray());
        using var model = EmbeddingModel.Load(file.Path);
        Assert.Contains("rope.freq_base", Assert.Single(model.Description.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Rope_scaling_is_refused()
    {
        var tiny = new TinyQwen3();
        tiny.Writer.Put("qwen3.rope.scaling.type", "yarn");
        AssertRefused(tiny, "yarn");
    }

    [Theory]
    [InlineData(151665)]
    [InlineData(151669)]
    [InlineData(151936)]
    public async Task Every_vocabulary_size_of_the_family_loads(int size)
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { PadVocabularyTo = size, Hidden = 16, Layers = 1, Ffn = 16 }).ToArray());
        using var model = EmbeddingModel.Load(file.Path);
        Assert.Equal(size, model.Description.Shape.VocabularySize);
        Assert.Equal(16, (await model.EmbedAsync(["the query"], cancellationToken: Cancellation))[0].Values.Length);
    }

    [Fact]
    public async Task Weights_that_give_no_numbers_are_an_error_that_names_the_text()
    {
        var tiny = new TinyQwen3();
        var norm = tiny.Weights["output_norm.weight"];
        var poisoned = norm with { Values = [float.NaN, .. norm.Values[1..]] };
        using var file = new TemporaryFile(new GgufRewriter(tiny).WithTensor("output_norm.weight", poisoned).ToArray());
        using var model = EmbeddingModel.Load(file.Path);
        var exception = await Assert.ThrowsAsync<InvalidModelException>(() => model.EmbedAsync(["the"], cancellationToken: Cancellation));
        Assert.Contains("text 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_before_the_file_is_opened()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddingModel.Load("none", new() { ThreadCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddingModel.Load("none", new() { BatchTokens = 15 }));
        Assert.Throws<ArgumentException>(() => EmbeddingModel.Load("none", new() { Kernel = "sse9" }));
        Assert.Throws<FileNotFoundException>(() => EmbeddingModel.Load("none"));
    }

    private static void AssertRefused(TinyQwen3 tiny, params string[] reasons)
    {
        using var file = new TemporaryFile(tiny.ToArray());
        var exception = Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(file.Path));
        Assert.All(reasons, reason => Assert.Contains(reason, exception.Message, StringComparison.Ordinal));
    }
}
