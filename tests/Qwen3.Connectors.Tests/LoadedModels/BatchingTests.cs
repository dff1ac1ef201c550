using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Transformer;

namespace Qwen3.Connectors.Tests.LoadedModels;

public sealed class BatchingTests : IDisposable
{
    private readonly TemporaryFile _file = new(new TinyQwen3().ToArray());
    private readonly EmbeddingModel _model;

    public BatchingTests() => _model = EmbeddingModel.Load(_file.Path, new() { BatchTokens = 64 });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _file.Dispose();
    }

    [Fact]
    public async Task Any_batch_in_any_order_gives_the_bits_of_each_text_alone()
    {
        var random = new Random(1);
        string[] texts = [.. Enumerable.Range(0, 40).Select(_ => RandomText(random, random.Next(0, 90)))];
        var alone = new float[texts.Length][];
        foreach (var (i, text) in texts.Index())
        {
            alone[i] = (await _model.EmbedAsync([text], cancellationToken: Cancellation))[0].Values.ToArray();
        }

        foreach (var budget in (int[])[16, 64, 4096])
        {
            using var model = EmbeddingModel.Load(_file.Path, new() { BatchTokens = budget });
            var order = Enumerable.Range(0, texts.Length).ToArray();
            random.Shuffle(order);
            var rows = await model.EmbedAsync([.. order.Select(i => texts[i])], cancellationToken: Cancellation);
            Assert.All(order.Zip(rows), pair => Assert.Equal(alone[pair.First], pair.Second.Values.ToArray()));
        }
    }

    [Fact]
    public async Task A_text_longer_than_a_chunk_agrees_with_the_reference()
    {
        // 1024 tokens go through a layer together; the second chunk attends to the first one's keys.
        var tiny = new TinyQwen3();
        var text = RandomText(new Random(2), 1200);
        var result = (await _model.EmbedAsync([text], cancellationToken: Cancellation))[0];
        Assert.InRange(result.TokenCount, 1100, 3000);
        var expected = new ReferenceQwen3(tiny).LastHidden([.. _model.Tokenizer.Encode(text), tiny.Vocabulary.EndOfTextId]);
        VectorAssert.SameDirection(expected, result.Values, 0.999999);
    }

    [Fact]
    public async Task Sixty_four_callers_get_what_one_caller_gets()
    {
        var random = new Random(3);
        string[] texts = [.. Enumerable.Range(0, 64).Select(_ => RandomText(random, random.Next(1, 40)))];
        var expected = await _model.EmbedAsync(texts, cancellationToken: Cancellation);
        var actual = await Task.WhenAll(
            texts.Select(text => Task.Run(() => _model.EmbedAsync([text, texts[0]], cancellationToken: Cancellation), Cancellation)));
        foreach (var (i, rows) in actual.Index())
        {
            Assert.Equal(expected[i].Values.ToArray(), rows[0].Values.ToArray());
            Assert.Equal(expected[0].Values.ToArray(), rows[1].Values.ToArray());
        }
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_and_the_others_are_served()
    {
        var text = RandomText(new Random(4), 2000);
        using var source = new CancellationTokenSource();
        var cancelled = Enumerable.Range(0, 8).Select(_ => _model.EmbedAsync([text], cancellationToken: source.Token)).ToArray();
        var served = _model.EmbedAsync(["the query"], cancellationToken: Cancellation);
        await source.CancelAsync();
        foreach (var task in cancelled)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }

        Assert.Single(await served);
        Assert.Single(await _model.EmbedAsync(["after"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_call_cancelled_before_it_begins_is_cancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _model.EmbedAsync(["a"], cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public async Task Disposing_ends_every_call_and_refuses_later_ones()
    {
        var text = RandomText(new Random(5), 1000);
        var running = Enumerable.Range(0, 8).Select(_ => _model.EmbedAsync([text], cancellationToken: Cancellation)).ToArray();
        _model.Dispose();
        _model.Dispose();
        foreach (var task in running)
        {
            var exception = await Record.ExceptionAsync(() => task);
            Assert.True(exception is null or ObjectDisposedException, exception?.ToString());
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => _model.EmbedAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task No_texts_are_no_rows() => Assert.Empty(await _model.EmbedAsync([], cancellationToken: Cancellation));

    [Fact]
    public async Task A_null_text_is_named_by_its_place()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => _model.EmbedAsync(["a", null!], cancellationToken: Cancellation));
        Assert.Contains("Text 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Truncation.TruncateEnd)]
    [InlineData(Truncation.TruncateStart)]
    [InlineData(Truncation.Throw)]
    public async Task A_limit_cuts_one_token_over_and_nothing_at_it(Truncation truncation)
    {
        const string Text = "w0 w1 w2 w3 w4";
        var tokens = _model.Tokenizer.CountTokens(Text) + 1;
        foreach (var limit in (int[])[tokens, tokens + 1])
        {
            var whole = (await _model.EmbedAsync([Text], limit, truncation, Cancellation))[0];
            Assert.Equal((tokens, 0), (whole.TokenCount, whole.TruncatedTokenCount));
        }

        if (truncation == Truncation.Throw)
        {
            var exception = await Assert.ThrowsAsync<ArgumentException>(
                () => _model.EmbedAsync([Text], tokens - 1, truncation, Cancellation));
            Assert.Contains($"{tokens} tokens", exception.Message, StringComparison.Ordinal);
            return;
        }

        var cut = (await _model.EmbedAsync([Text], tokens - 1, truncation, Cancellation))[0];
        Assert.Equal((tokens - 1, 1), (cut.TokenCount, cut.TruncatedTokenCount));
        var kept = truncation == Truncation.TruncateEnd ? Text[..^1] : Text[1..];
        Assert.Equal((await _model.EmbedAsync([kept], cancellationToken: Cancellation))[0].Values.ToArray(), cut.Values.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32769)]
    public async Task A_limit_outside_the_context_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _model.EmbedAsync(["a"], limit, cancellationToken: Cancellation));

    private static string RandomText(Random random, int words) =>
        string.Join(
            ' ',
            Enumerable.Range(0, words).Select(_ => ((string[])["the", "query", "gravity", "w", "capital", "是", "in"])[random.Next(7)]));
}
