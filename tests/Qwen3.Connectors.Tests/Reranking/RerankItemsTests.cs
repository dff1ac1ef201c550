namespace Qwen3.Connectors.Tests.Reranking;

public class RerankItemsTests
{
    private static readonly Note[] s_notes = [new(1, "a2"), new(2, "b9"), new(3, "c5")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_of_any_type_come_back_with_their_scores()
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var ranked = await reranker.RerankAsync("q", s_notes.AsEnumerable(), note => note.Text, new() { TopN = 2 }, Cancellation);
        Assert.Equal([2, 3], ranked.Select(item => item.Item.Id));
        Assert.Equal((TokenScoreEngine.ScoreOf("b9"), 1), (ranked[0].Score, ranked[0].Result.Index));
        Assert.Equal(2, ranked.Count);
        Assert.Equal(6, ranked.Results.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Streams_are_read_to_their_end_once()
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var reads = 0;
        var ranked = await reranker.RerankAsync("q", Stream(), note => note.Text, cancellationToken: Cancellation);
        Assert.Equal([2, 3, 1], ranked.Select(item => item.Item.Id));
        Assert.Equal(3, reads);

        async IAsyncEnumerable<Note> Stream()
        {
            foreach (var note in s_notes)
            {
                await Task.Yield();
                reads++;
                yield return note;
            }
        }
    }

    [Fact]
    public async Task An_item_without_a_text_is_named_by_its_index()
    {
        using var reranker = new Qwen3Reranker(new TokenScoreEngine());
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => reranker.RerankAsync("q", s_notes, note => note.Id == 2 ? null! : note.Text, cancellationToken: Cancellation));
        Assert.Contains("item 1", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await reranker.RerankAsync("q", Enumerable.Empty<Note>(), note => note.Text, cancellationToken: Cancellation));
    }

    private sealed record Note(int Id, string Text);
}
