using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Scheduling;

namespace Qwen3.Connectors.Tests.Scheduling;

public class RequestQueueTests
{
    [Fact]
    public void Short_texts_that_come_behind_a_long_one_go_first()
    {
        var line = new RequestQueue(10_000);
        var texts = Add(line, 1000, 10, 10, 10);
        Assert.Equal([texts[1], texts[2], texts[3]], line.Take(100));
        Assert.Equal([texts[0]], line.Take(100));
    }

    [Fact]
    public void A_long_text_waits_for_no_more_than_its_own_length_of_others()
    {
        var line = new RequestQueue(1_000_000);
        var longText = Add(line, 1000)[0];
        var taken = 0;
        for (var round = 0; round < 1000; round++)
        {
            Add(line, 10, 10, 10, 10, 10);
            var batch = line.Take(50)!;
            if (batch.Contains(longText))
            {
                break;
            }

            taken += batch.Sum(text => text.Tokens.Length);
        }

        Assert.InRange(taken, 900, 1050);
    }

    [Fact]
    public void Texts_of_one_length_keep_their_order_and_fill_batches_to_the_budget()
    {
        var line = new RequestQueue(10_000);
        var texts = Add(line, [.. Enumerable.Repeat(30, 7)]);
        Assert.Equal(texts[..3], line.Take(100));
        Assert.Equal(texts[3..6], line.Take(100));
        Assert.Equal(texts[6..], line.Take(100));
    }

    [Fact]
    public void A_text_over_the_budget_makes_a_batch_of_its_own()
    {
        var line = new RequestQueue(10_000);
        var texts = Add(line, 500, 500);
        Assert.Equal([texts[0]], line.Take(100));
        Assert.Equal([texts[1]], line.Take(100));
    }

    [Fact]
    public void Too_much_is_refused_at_once_and_others_are_unaffected()
    {
        var line = new RequestQueue(100);
        var waiting = Add(line, 60);
        var exception = Assert.Throws<EngineOverloadedException>(() => Add(line, 41));
        Assert.Equal((60, 41, 100), (exception.QueuedTokens, exception.RefusedTokens, exception.MaxQueuedTokens));
        Assert.Equal((1, 60L), line.Waiting);
        Add(line, 40);
        Assert.Equal(waiting[0], line.Take(1000)![1]);
        Assert.Equal((0, 0L), line.Waiting);
    }

    [Fact]
    public void One_call_may_be_larger_than_the_limit_when_nothing_waits()
    {
        var line = new RequestQueue(100);
        Add(line, 500, 500);
        Assert.Throws<EngineOverloadedException>(() => Add(line, 1));
    }

    [Fact]
    public void Who_leaves_is_not_taken_and_makes_room()
    {
        var line = new RequestQueue(100);
        var leaving = Add(line, 50, 50);
        line.Leave(leaving);
        line.Leave(leaving);
        Assert.Equal((0, 0L), line.Waiting);
        var staying = Add(line, 100);
        Assert.Equal(staying, line.Take(1000));
    }

    [Fact]
    public void A_closed_line_gives_back_who_waited_and_lets_nobody_in()
    {
        var line = new RequestQueue(100);
        var waiting = Add(line, 10, 20);
        Assert.Equal(waiting.ToHashSet(), line.Close().ToHashSet());
        Assert.Null(line.Take(100));
        Assert.Throws<ObjectDisposedException>(() => Add(line, 1));
    }

    // Every text differs from the others in its first token: nothing is shared.
    private static int s_next;

    private static QueuedRequest[] Add(RequestQueue line, params int[] lengths)
    {
        var texts = lengths.Select(length => new QueuedRequest([Interlocked.Increment(ref s_next), .. new int[length - 1]], CancellationToken.None)).ToArray();
        line.Add(texts);
        return texts;
    }
}
