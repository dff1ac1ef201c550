using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Prompts;
using Qwen3.Connectors.Inference.Scheduling;

namespace Qwen3.Connectors.Tests.Scheduling;

/// <summary>Calls of many callers on one network that a test controls.</summary>
public class InferenceEngineTests
{
    private static readonly InferenceOptions Options = new() { BatchTokens = 100 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_go_to_their_texts_in_any_batch()
    {
        using var engine = new InferenceEngine(new StubTransformer(), StubTransformer.HiddenSize, Options);
        var calls = Enumerable.Range(0, 20).Select(call => RunAsync(engine,
            [.. Enumerable.Range(0, 30).Select(i => (First: (call * 100) + i, Length: 1 + (i % 40)))]));
        foreach (var (call, rows) in (await Task.WhenAll(calls)).Index())
        {
            Assert.Equal(Enumerable.Range(0, 30).Select(i => (float)((call * 100) + i)), rows);
        }
    }

    [Fact]
    public async Task After_one_out_of_memory_exception_later_calls_are_served()
    {
        var attempts = 0;
#pragma warning disable CA2201 // The runtime's own exception is what the engine must recover from.
        var transformer = new StubTransformer { OnForward = (_, _, _) => _ = attempts++ == 0 ? throw new OutOfMemoryException() : 0 };
#pragma warning restore CA2201
        using var engine = new InferenceEngine(transformer, StubTransformer.HiddenSize, Options);
        await Assert.ThrowsAsync<OutOfMemoryException>(() => RunAsync(engine, [.. Enumerable.Repeat((1, 90), 5)]));
        Assert.Equal((float[])[7], await RunAsync(engine, (7, 3)));
        Assert.Equal((0, 0L), (engine.Statistics.QueuedTexts, engine.Statistics.QueuedTokens));
        Assert.Equal(2, transformer.Batches.Count);
    }

    [Fact]
    public async Task Short_calls_are_served_between_the_steps_of_a_long_one_and_no_more_than_its_length()
    {
        using var started = new ManualResetEventSlim();
        using var resume = new ManualResetEventSlim();
        var transformer = new StubTransformer
        {
            OnForward = (sequences, betweenSteps, _) =>
            {
                if (sequences[0].Length == 2000)
                {
                    started.Set();
                    resume.Wait(Cancellation);
                    betweenSteps();
                }
            },
        };
        using var engine = new InferenceEngine(transformer, StubTransformer.HiddenSize, Options);
        var longCall = RunAsync(engine, (1, 2000));
        started.Wait(Cancellation);
        var shortCalls = Enumerable.Range(0, 10).Select(i => RunAsync(engine, (10 + i, 300))).ToArray();
        resume.Set();
        foreach (var (i, call) in shortCalls.Index())
        {
            Assert.Equal((float[])[10 + i], await call);
        }

        Assert.Equal((float[])[1], await longCall);

        // Six of 300 tokens are what 2000 tokens allow; the others wait for the batch's end.
        Assert.Equal([[1], [-10], [-11], [-12], [-13], [-14], [-15]], transformer.Batches[..7]);
        Assert.All(transformer.Batches[7..], batch => Assert.All(batch, id => Assert.InRange(id, 16, 19)));
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_queue_and_the_count_at_once()
    {
        using var resume = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var transformer = new StubTransformer { OnForward = (_, _, _) => { started.Set(); resume.Wait(Cancellation); } };
        using var engine = new InferenceEngine(transformer, StubTransformer.HiddenSize, Options);
        var running = RunAsync(engine, (1, 10));
        started.Wait(Cancellation);
        using var source = new CancellationTokenSource();
        var waiting = RunAsync(engine, source.Token, [.. Enumerable.Repeat((2, 600), 50)]);
        var other = RunAsync(engine, (3, 20));
        Assert.Equal((51, 30_020L), (engine.Statistics.QueuedTexts, engine.Statistics.QueuedTokens));
        await source.CancelAsync();
        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting)).CancellationToken);
        Assert.Equal((1, 20L), (engine.Statistics.QueuedTexts, engine.Statistics.QueuedTokens));
        resume.Set();
        Assert.Equal((float[])[1], await running);
        Assert.Equal((float[])[3], await other);
        Assert.Equal(2, engine.Statistics.TextsCompleted);
    }

    [Fact]
    public async Task An_abandoned_batch_cancels_each_call_with_its_own_token()
    {
        using var started = new ManualResetEventSlim();
        var transformer = new StubTransformer
        {
            OnForward = (_, _, cancellationToken) =>
            {
                started.Set();
                cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
                cancellationToken.ThrowIfCancellationRequested();
            },
        };
        using var engine = new InferenceEngine(transformer, StubTransformer.HiddenSize, Options);
        CancellationTokenSource[] sources = [new(), new(), new()];
        var calls = sources.Select((source, i) => RunAsync(engine, source.Token, (i, 10))).ToArray();
        started.Wait(Cancellation);
        foreach (var (source, call) in sources.Zip(calls))
        {
            await source.CancelAsync();
            var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            Assert.Equal(source.Token, exception.CancellationToken);
            source.Dispose();
        }
    }

    [Fact]
    public async Task A_receiver_that_throws_ends_its_own_call_only()
    {
        using var engine = new InferenceEngine(new StubTransformer(), StubTransformer.HiddenSize, Options);
        var failing = engine.RunAsync(2, 2, i => new TokenSequence([i, 0], 0), (_, _, _) => throw new InvalidDataException(), Cancellation);
        var working = RunAsync(engine, (5, 2), (6, 2));
        await Assert.ThrowsAsync<InvalidDataException>(() => failing);
        Assert.Equal((float[])[5, 6], await working);
    }

    [Fact]
    public async Task Tokenising_stops_when_the_call_is_cancelled()
    {
        using var engine = new InferenceEngine(new StubTransformer(), StubTransformer.HiddenSize, Options);
        using var source = new CancellationTokenSource();
        var tokenised = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.RunAsync(
            1_000_000,
            1_000_000,
            i =>
            {
                source.Token.ThrowIfCancellationRequested();
                tokenised++;
                if (i == 100)
                {
                    source.Cancel();
                }

                return new TokenSequence([1], 0);
            },
            (_, _, _) => { },
            source.Token));
        Assert.Equal(101, tokenised);
    }

    [Fact]
    public async Task Disposing_waits_for_the_running_batch_on_every_call_of_it()
    {
        using var started = new ManualResetEventSlim();
        using var resume = new ManualResetEventSlim();
        var transformer = new StubTransformer { OnForward = (_, _, _) => { started.Set(); resume.Wait(Cancellation); } };
        var engine = new InferenceEngine(transformer, StubTransformer.HiddenSize, Options);
        var running = RunAsync(engine, (1, 10));
        started.Wait(Cancellation);
        var waiting = RunAsync(engine, (2, 10));
        var disposals = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(engine.Dispose, Cancellation,
            TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .Append(engine.DisposeAsync().AsTask()).ToArray();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Task.Delay(50, Cancellation);
        Assert.All(disposals, disposal => Assert.False(disposal.IsCompleted));
        resume.Set();
        Assert.Equal((float[])[1], await running);
        await Task.WhenAll(disposals);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => RunAsync(engine, (3, 1)));
    }

    private static Task<float[]> RunAsync(InferenceEngine engine, params (int First, int Length)[] texts) =>
        RunAsync(engine, Cancellation, texts);

    private static async Task<float[]> RunAsync(InferenceEngine engine, CancellationToken cancellationToken,
        params (int First, int Length)[] texts)
    {
        var rows = new float[texts.Length];
        await engine.RunAsync(
            texts.Length,
            texts.Length,
            i => new TokenSequence([texts[i].First, .. Enumerable.Repeat(i, texts[i].Length - 1)], 0),
            (i, _, hidden) => rows[i] = hidden[0],
            cancellationToken);
        return rows;
    }
}
