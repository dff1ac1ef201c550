using System.Runtime.InteropServices;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.LLamaSharp;
using Qwen3.Connectors.Tests;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

[Collection(LlamaCpp.Name)]
public class LlamaEmbeddingTests
{
    /// <summary>
    /// Eight-bit weights meet activations that llama.cpp rounds to eight bits too: 0.99992 was seen on the bundled model.
    /// </summary>
    private const double RoundedCosine = 0.9998;

    /// <summary>F32 weights: what is left is the keys and values, 16 bits each.</summary>
    private const double FloatCosine = 0.99999;

    /// <summary>A thousand keys and values of 16 bits, added up in 16 bits by llama.cpp's CPU attention: 0.99997 was seen.</summary>
    private const double LongCosine = 0.9999;

    private static readonly GoldenModels s_golden = GoldenModels.Load();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bundled_model_gives_its_golden_vectors()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(
            GoldenModels.EmbeddingFile, new() { Inference = { Backend = LlamaCpp.Backend() } });
        using var queries = generator.AsQueryGenerator();
        var documents = await generator.GenerateAsync(s_golden.Documents, cancellationToken: Cancellation);
        Assert.All(
            documents.Zip(s_golden.DocumentEmbeddings), pair => VectorAssert.SameDirection(pair.Second, pair.First.Vector, RoundedCosine));
        var asked = await queries.GenerateAsync(s_golden.Queries, cancellationToken: Cancellation);
        Assert.All(asked.Zip(s_golden.QueryEmbeddings), pair => VectorAssert.SameDirection(pair.Second, pair.First.Vector, RoundedCosine));
    }

    [Fact]
    public async Task Tokens_and_cuts_are_those_of_the_managed_engine()
    {
        using var llama = EmbeddingModel.Load(GoldenModels.EmbeddingFile, LlamaCpp.On());
        using var managed = EmbeddingModel.Load(GoldenModels.EmbeddingFile);
        string[] texts = [.. s_golden.Documents, "<|endoftext|> <|im_start|>", "\ud800", "a\0b"];
        foreach (var truncation in (Truncation[])[Truncation.TruncateEnd, Truncation.TruncateStart])
        {
            var expected = await managed.EmbedAsync(texts, 12, truncation, Cancellation);
            var actual = await llama.EmbedAsync(texts, 12, truncation, Cancellation);
            Assert.Equal(
                expected.Select(row => (row.TokenCount, row.TruncatedTokenCount)),
                actual.Select(row => (row.TokenCount, row.TruncatedTokenCount)));
            Assert.All(expected.Zip(actual), pair => AssertSame(pair.First, pair.Second, RoundedCosine));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => llama.EmbedAsync(texts, 12, Truncation.Throw, Cancellation));
    }

    [Fact]
    public async Task Any_batch_in_any_order_gives_the_direction_of_each_text_alone()
    {
        using var file = new TemporaryFile(new TinyQwen3().ToArray());
        var random = new Random(1);
        string[] texts = [.. Enumerable.Range(0, 16).Select(_ => RandomText(random, random.Next(0, 60)))];
        using var managed = EmbeddingModel.Load(file.Path);
        var alone = await managed.EmbedAsync(texts, cancellationToken: Cancellation);
        foreach (var (tokens, count) in ((int, int)[])[(16, 255), (64, 4), (1024, 64)])
        {
            using var model = EmbeddingModel.Load(
                file.Path, LlamaCpp.On(new() { BatchTokens = tokens, BatchTexts = count, ContextTokens = 1024 }));
            var order = Enumerable.Range(0, texts.Length).ToArray();
            random.Shuffle(order);
            var rows = await model.EmbedAsync([.. order.Select(i => texts[i])], cancellationToken: Cancellation);
            Assert.All(order.Zip(rows), pair => AssertSame(alone[pair.First], pair.Second, FloatCosine));
        }
    }

    [Fact]
    public async Task A_text_longer_than_a_decode_takes_several()
    {
        using var file = new TemporaryFile(new TinyQwen3().ToArray());
        var text = RandomText(new Random(2), 300);
        using var managed = EmbeddingModel.Load(file.Path);
        using var model = EmbeddingModel.Load(file.Path, LlamaCpp.On(new() { BatchTokens = 64, ContextTokens = 1024 }));
        AssertSame(
            (await managed.EmbedAsync([text], cancellationToken: Cancellation))[0],
            (await model.EmbedAsync([text], cancellationToken: Cancellation))[0],
            LongCosine);
    }

    [Fact]
    public async Task The_context_is_a_limit_like_the_models_own()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(
            GoldenModels.EmbeddingFile, new() { Inference = { Backend = LlamaCpp.Backend(new() { ContextTokens = 20 }) } });
        var text = string.Join(' ', Enumerable.Repeat("word", 40));
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync([text], cancellationToken: Cancellation));
        Assert.Contains("may have 20", exception.Message, StringComparison.Ordinal);
        Assert.Equal(20, ((EngineDescription)generator.GetService(typeof(EngineDescription))!).ContextLength);
        Assert.Equal("qwen3.llamasharp", ((EngineDescription)generator.GetService(typeof(EngineDescription))!).ProviderName);
    }

    [Fact]
    public async Task No_texts_are_no_rows_and_an_empty_text_is_a_row()
    {
        using var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile, LlamaCpp.On());
        Assert.Empty(await model.EmbedAsync([], cancellationToken: Cancellation));
        var row = Assert.Single(await model.EmbedAsync([""], cancellationToken: Cancellation));
        Assert.Equal(1, row.TokenCount);
        VectorAssert.SameDirection(s_golden.DocumentEmbeddings[4], row.Values, RoundedCosine);
    }

    [Fact]
    public async Task Callers_at_once_get_what_one_caller_gets()
    {
        using var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile, LlamaCpp.On());
        var expected = await model.EmbedAsync(s_golden.Documents, cancellationToken: Cancellation);
        var calls = Enumerable.Range(0, 32).Select(
            i => Task.Run(() => model.EmbedAsync([s_golden.Documents[i % 4]], cancellationToken: Cancellation), Cancellation));
        var answers = await Task.WhenAll(calls);
        Assert.All(answers.Index(), answer => AssertSame(expected[answer.Index % 4], Assert.Single(answer.Item), RoundedCosine));
    }

    [Fact]
    public async Task A_cancelled_call_ends_and_the_next_one_works()
    {
        using var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile, LlamaCpp.On(new() { BatchTokens = 16 }));
        using var source = new CancellationTokenSource();
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => $"{i} {s_golden.Documents[1]}")];
        var running = model.EmbedAsync(texts, cancellationToken: source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var row = Assert.Single(await model.EmbedAsync([s_golden.Documents[0]], cancellationToken: Cancellation));
        VectorAssert.SameDirection(s_golden.DocumentEmbeddings[0], row.Values, RoundedCosine);
        Assert.True(model.Statistics.TextsCompleted < texts.Length);
    }

    [Fact]
    public async Task Disposing_twice_while_calls_run_ends_each_and_refuses_later_ones()
    {
        var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile, LlamaCpp.On());
        var running = Enumerable.Range(0, 8).Select(
            _ => model.EmbedAsync(s_golden.Documents[..4], cancellationToken: Cancellation)).ToArray();
        model.Dispose();
        model.Dispose();
        foreach (var call in running)
        {
            var exception = await Record.ExceptionAsync(() => call);
            Assert.True(exception is null or ObjectDisposedException, exception?.ToString());
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => model.EmbedAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_at_once()
    {
        var options = LlamaCpp.On();
        options.MaxQueuedTokens = 1;
        using var model = EmbeddingModel.Load(GoldenModels.EmbeddingFile, options);
        var calls = Enumerable.Range(0, 20).Select(
            _ => model.EmbedAsync(s_golden.Documents[..4], cancellationToken: Cancellation)).ToArray();
        var faults = await Task.WhenAll(calls.Select(call => Record.ExceptionAsync(() => call).AsTask()));
        Assert.Contains(faults, fault => fault is EngineOverloadedException);
        Assert.Contains(faults, fault => fault is null);
    }

    [Fact]
    public void A_wrong_file_is_refused_before_native_code_sees_it()
    {
        using var damaged = new TemporaryFile(new TinyQwen3().ToArray()[..5000]);
        using var reranker = new TemporaryFile(new TinyQwen3(new() { Classifier = TinyClassifier.YesNo, PoolingType = 4 }).ToArray());
        var biased = new TinyQwen3();
        biased.Writer.Tensor("blk.0.attn_q.bias", [128], new float[128]);
        using var other = new TemporaryFile(biased.ToArray());
        foreach (var path in (string[])[damaged.Path, reranker.Path, other.Path])
        {
            Assert.Throws<InvalidModelException>(() => EmbeddingModel.Load(path, new() { Backend = new RefusingBackend() }));
        }
    }

    [Fact]
    public async Task A_result_that_is_not_finite_does_not_leave_the_engine()
    {
        var tiny = new TinyQwen3();
        var bytes = tiny.ToArray();
        var norm = bytes.AsSpan().IndexOf(MemoryMarshal.AsBytes<float>(tiny.Weights["output_norm.weight"].Values));
        BitConverter.TryWriteBytes(bytes.AsSpan(norm), float.NaN);
        using var file = new TemporaryFile(bytes);
        using var model = EmbeddingModel.Load(file.Path, LlamaCpp.On());
        var exception = await Assert.ThrowsAsync<InvalidModelException>(
            () => model.EmbedAsync(["secret words"], cancellationToken: Cancellation));
        Assert.Contains("not finite", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_device_is_named()
    {
        var options = LlamaCpp.On(new() { Devices = ["NoSuchDevice7"] });
        var exception = Assert.Throws<NativeBackendException>(() => EmbeddingModel.Load(GoldenModels.EmbeddingFile, options));
        Assert.Contains("NoSuchDevice7", exception.Message, StringComparison.Ordinal);
    }

    private static string RandomText(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => $"w{random.Next(100)}"));

    private static void AssertSame(EmbeddedText expected, EmbeddedText actual, double cosine) =>
        VectorAssert.SameDirection([.. expected.Values.ToArray().Select(value => (double)value)], actual.Values, cosine);
}
