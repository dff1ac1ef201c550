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
    public void The_matches_are_the_first_of_all_sorted_scores_in_any_order_of_offers(int capacity)
    {
        var random = new Random(capacity);
        var scores = Enumerable.Range(0, 200).Select(_ => random.Next(20) / 10f).ToArray();
        var expected = SlowSearch.Best(scores.Select(score => (double)score), capacity)
            .Select(pair => new RowMatch(pair.Index, (float)pair.Score));

        var inOrder = new TopMatches(capacity);
        inOrder.Offer(scores, 0, []);
        Assert.Equal(expected, inOrder.ToSorted());

        var shuffled = new TopMatches(capacity);
        var order = Enumerable.Range(0, scores.Length).ToArray();
        random.Shuffle(order);
        foreach (var index in order)
        {
            shuffled.Offer(scores.AsSpan(index, 1), index, []);
        }

        Assert.Equal(expected, shuffled.ToSorted());
    }

    [Fact]
    public void Removed_rows_are_skipped()
    {
        var matches = new TopMatches(2);
        matches.Offer([1f, 0.5f, 2f, 0.25f], 10, [0, 1, 1, 0]);
        Assert.Equal([new RowMatch(10, 1f), new RowMatch(13, 0.25f)], matches.ToSorted());
    }

    [Fact]
    public void Merged_halves_are_the_whole()
    {
        float[] scores = [0.5f, 0.25f, 0.5f, 1f, 0.5f, -1f];
        var (first, second) = (new TopMatches(3), new TopMatches(3));
        second.Offer(scores.AsSpan(3), 3, []);
        first.Offer(scores.AsSpan(0, 3), 0, []);
        second.OfferAll(first);
        Assert.Equal([new RowMatch(3, 1f), new RowMatch(0, 0.5f), new RowMatch(2, 0.5f)], second.ToSorted());
    }
}
