using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Prompts;
using Qwen3.Connectors.Inference.Scheduling;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Tests.Scheduling;

public class RequestQueueTests
{
    private const int ManyTexts = 1 << 20;

    // Every text differs from the others in its first token: nothing is shared.
    private static int s_next;

    [Fact]
    public void Short_texts_that_come_after_a_long_one_go_first()
    {
        var queue = new RequestQueue(10_000, sharePrefixes: true);
        var longCall = Add(queue, 1000);
        InferenceCall[] shortCalls = [Add(queue, 10), Add(queue, 10), Add(queue, 10)];
        Assert.Equal(shortCalls, CallsOf(queue.Dequeue(100, ManyTexts)));
        Assert.Equal([longCall], CallsOf(queue.Dequeue(100, ManyTexts)));
    }

    [Fact]
    public void A_long_text_waits_for_no_more_than_its_own_length_of_others()
    {
        var queue = new RequestQueue(1_000_000, sharePrefixes: true);
        var longCall = Add(queue, 1000);
        var taken = 0;
        for (var round = 0; round < 1000; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                Add(queue, 10);
            }

            var batch = queue.Dequeue(50, ManyTexts)!;
            if (CallsOf(batch).Contains(longCall))
            {
                break;
            }

            taken += batch.Sum(text => text.Ids.Length);
        }

        Assert.InRange(taken, 900, 1050);
    }

    [Fact]
    public void Texts_of_one_length_keep_their_order_and_fill_batches_to_the_budget()
    {
        var queue = new RequestQueue(10_000, sharePrefixes: true);
        InferenceCall[] calls = [.. Enumerable.Range(0, 7).Select(_ => Add(queue, 30))];
        Assert.Equal(calls[..3], CallsOf(queue.Dequeue(100, ManyTexts)));
        Assert.Equal(calls[3..6], CallsOf(queue.Dequeue(100, ManyTexts)));
        Assert.Equal(calls[6..], CallsOf(queue.Dequeue(100, ManyTexts)));
    }

    [Fact]
    public void Texts_of_a_call_keep_their_order_and_batches_have_no_more_texts_than_allowed()
    {
        var queue = new RequestQueue(10_000, sharePrefixes: true);
        Add(queue, [.. Enumerable.Repeat(30, 7)]);
        Assert.Equal([0, 1, 2], queue.Dequeue(100, ManyTexts)!.Select(text => text.Index));
        Assert.Equal([3, 4], queue.Dequeue(100, 2)!.Select(text => text.Index));
        Assert.Equal([5, 6], queue.Dequeue(100, ManyTexts)!.Select(text => text.Index));
    }

    [Fact]
    public void A_text_over_the_budget_makes_a_batch_of_its_own()
    {
        var queue = new RequestQueue(10_000, sharePrefixes: true);
        InferenceCall[] calls = [Add(queue, 1500), Add(queue, 1500)];
        Assert.Equal([calls[0]], CallsOf(queue.Dequeue(100, ManyTexts)));
        Assert.Equal([calls[1]], CallsOf(queue.Dequeue(100, ManyTexts)));
    }

    [Fact]
    public void Too_much_is_refused_at_once_and_others_are_unaffected()
    {
        var queue = new RequestQueue(100, sharePrefixes: true);
        var waiting = Add(queue, 60);
        var exception = Assert.Throws<EngineOverloadedException>(() => Add(queue, 41));
        Assert.Equal((60, 41, 100), (exception.QueuedTokens, exception.RefusedTokens, exception.MaxQueuedTokens));
        Assert.Equal((1, 60L), queue.Waiting);
        Add(queue, 40);
        Assert.Equal(waiting, CallsOf(queue.Dequeue(1000, ManyTexts)).ElementAt(1));
        Assert.Equal((0, 0L), queue.Waiting);
    }

    [Fact]
    public void One_call_may_be_larger_than_the_limit_when_nothing_waits()
    {
        var queue = new RequestQueue(100, sharePrefixes: true);
        Add(queue, 500, 500);
        Assert.Throws<EngineOverloadedException>(() => Add(queue, 13));
    }

    [Fact]
    public void A_full_queue_has_space_for_short_calls_up_to_an_eighth_of_its_limit()
    {
        var queue = new RequestQueue(8000, sharePrefixes: true);
        Add(queue, [.. Enumerable.Repeat(1000, 30)]);
        var accepted = Enumerable.Range(0, 10).Select(_ => Add(queue, 100)).ToArray();
        Assert.Throws<EngineOverloadedException>(() => Add(queue, 100));
        Assert.Throws<EngineOverloadedException>(() => Add(queue, 600));
        Assert.Equal((40, 31_000L), queue.Waiting);
        Assert.Equal(accepted, CallsOf(queue.Dequeue(4000, ManyTexts)));
    }

    [Fact]
    public void A_query_behind_twenty_thousand_texts_is_in_the_next_batch_and_alone_in_it()
    {
        var queue = new RequestQueue(1 << 20, sharePrefixes: true);
        var bulk = Add(queue, [.. Enumerable.Repeat(25, 20_000)]);
        Assert.All(CallsOf(queue.Dequeue(4096, ManyTexts)), call => Assert.Same(bulk, call));
        var query = Add(queue, 20);
        Assert.Equal([query], CallsOf(queue.Dequeue(4096, ManyTexts)));
        Assert.All(CallsOf(queue.Dequeue(4096, ManyTexts)), call => Assert.Same(bulk, call));
    }

    [Fact]
    public void Two_bulk_calls_take_turns_by_tokens()
    {
        var queue = new RequestQueue(1 << 20, sharePrefixes: true);
        var first = Add(queue, [.. Enumerable.Repeat(100, 100)]);
        var second = Add(queue, [.. Enumerable.Repeat(25, 400)]);
        var tokens = new Dictionary<InferenceCall, int> { [first] = 0, [second] = 0 };
        for (var i = 0; i < 5; i++)
        {
            foreach (var text in queue.Dequeue(1000, ManyTexts)!)
            {
                tokens[text.Call] += text.Ids.Length;
            }
        }

        Assert.InRange(tokens[first], 2000, 3000);
        Assert.InRange(tokens[second], 2000, 3000);
    }

    [Fact]
    public void Short_calls_can_be_taken_while_a_batch_runs_and_long_ones_cannot()
    {
        var queue = new RequestQueue(1 << 20, sharePrefixes: true);
        Add(queue, 2000);
        InferenceCall[] queries = [Add(queue, 20), Add(queue, 20), Add(queue, 20)];
        Assert.Equal(queries[..2], CallsOf(queue.DequeueShort(45, ManyTexts)));
        Assert.Empty(queue.DequeueShort(10, ManyTexts));
        Assert.Equal(queries[2..], CallsOf(queue.DequeueShort(100, ManyTexts)));
        Assert.Empty(queue.DequeueShort(1000, ManyTexts));
    }

    [Fact]
    public void A_call_that_is_removed_is_not_served_and_leaves_space()
    {
        var queue = new RequestQueue(100, sharePrefixes: true);
        var removed = Add(queue, 50, 50);
        Assert.Single(queue.Dequeue(50, ManyTexts)!);
        queue.Remove(removed);
        queue.Remove(removed);
        Assert.Equal((0, 0L), queue.Waiting);
        var staying = Add(queue, 100);
        Assert.Equal([staying], CallsOf(queue.Dequeue(1000, ManyTexts)));
    }

    [Fact]
    public void A_closed_queue_returns_the_calls_that_waited_and_rejects_others()
    {
        var queue = new RequestQueue(1000, sharePrefixes: true);
        HashSet<InferenceCall> waiting = [Add(queue, 10), Add(queue, 200)];
        Assert.Equal(waiting, queue.Close().ToHashSet());
        Assert.Equal((0, 0L), queue.Waiting);
        Assert.Null(queue.Dequeue(100, ManyTexts));
        Assert.Throws<ObjectDisposedException>(() => Add(queue, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_never_has_more_tokens_to_compute_than_its_budget(bool share)
    {
        // Common prefixes around the planner's minimum of 8, nested ones, and equal texts: what the queue subtracts, the planner must
        // share.
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var queue = new RequestQueue(1 << 20, share);
            for (var call = 0; call < 3; call++)
            {
                var texts = Enumerable.Range(0, 40).Select(_ => new TokenSequence(SharingText(random), 0)).ToArray();
                queue.Enqueue(new InferenceCall(texts, (_, _, _) => { }, CancellationToken.None));
            }

            var left = 120;
            while (left > 0)
            {
                var batch = queue.Dequeue(100, ManyTexts)!;
                left -= batch.Count;
                var planned = new BatchPlanner(share, cache: null, createPrefix: null).Plan([.. batch.Select(text => text.Ids)]).Ids.Length;
                Assert.True(planned <= 100 || batch.Count == 1, $"{planned} tokens of {batch.Count} texts");
            }
        }
    }

    [Fact]
    public void Texts_with_seven_common_tokens_fill_a_batch_as_texts_with_none_do()
    {
        var queue = new RequestQueue(1 << 20, sharePrefixes: true);
        queue.Enqueue(new InferenceCall(
            [.. Enumerable.Range(0, 2000).Select(i => new TokenSequence([1, 2, 3, 4, 5, 6, 7, 100 + i, 8], 0))], (_, _, _) =>
                { }, CancellationToken.None));
        Assert.Equal(4096 / 9, queue.Dequeue(4096, ManyTexts)!.Count);
    }

    [Fact]
    public void Equal_texts_cost_tokens()
    {
        var queue = new RequestQueue(1 << 20, sharePrefixes: true);
        queue.Enqueue(
            new InferenceCall([.. Enumerable.Repeat(new TokenSequence([1, 2, 3], 0), 5000)], (_, _, _) => { }, CancellationToken.None));
        Assert.Equal(4096 / 3, queue.Dequeue(4096, ManyTexts)!.Count);
    }

    private static int[] SharingText(Random random)
    {
        var length = random.Next(1, 40);
        var common = random.Next(0, length);
        return [.. Enumerable.Range(0, length).Select(i => i < common ? i : random.Next(3))];
    }

    private static IEnumerable<InferenceCall> CallsOf(List<QueuedText>? batch) => batch!.Select(text => text.Call);

    private static InferenceCall Add(RequestQueue queue, params int[] lengths)
    {
        var texts = lengths.Select(length => new TokenSequence([Interlocked.Increment(ref s_next), .. new int[length - 1]], 0)).ToArray();
        var call = new InferenceCall(texts, (_, _, _) => { }, CancellationToken.None);
        queue.Enqueue(call);
        return call;
    }
}
