using Qwen3.Connectors.VectorSearch;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.Tests.VectorSearch;

public class TopMatchesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(500)]
    public void It_keeps_what_sorting_everything_would_put_first_whatever_the_order_of_offers(int capacity)
    {
        var random = new Random(capacity);
        var scores = Enumerable.Range(0, 200).Select(_ => random.Next(20) / 10f).ToArray();
        var expected = SlowSearch.Best(scores.Select(score => (double)score), capacity).Select(pair => new VectorMatch(pair.Index, (float)pair.Score));

        var inOrder = new TopMatches(capacity);
        inOrder.Offer(scores, 0);
        Assert.Equal(expected, inOrder.ToSorted());

        var shuffled = new TopMatches(capacity);
        var order = Enumerable.Range(0, scores.Length).ToArray();
        random.Shuffle(order);
        foreach (var index in order)
        {
            shuffled.Offer(scores.AsSpan(index, 1), index);
        }

        Assert.Equal(expected, shuffled.ToSorted());
    }

    [Fact]
    public void Merged_halves_are_the_whole()
    {
        float[] scores = [0.5f, 0.25f, 0.5f, 1f, 0.5f, -1f];
        var (first, second) = (new TopMatches(3), new TopMatches(3));
        second.Offer(scores.AsSpan(3), 3);
        first.Offer(scores.AsSpan(0, 3), 0);
        second.OfferAll(first);
        Assert.Equal([new VectorMatch(3, 1f), new VectorMatch(0, 0.5f), new VectorMatch(2, 0.5f)], second.ToSorted());
    }
}
