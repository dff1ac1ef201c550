using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Tests.Transformer;

public class BatchPlannerTests
{
    private const int Lanes = 8;

    private static readonly ModelShape Shape = new()
    {
        LayerCount = 1,
        HiddenSize = 8,
        HeadCount = 1,
        KeyValueHeadCount = 1,
        HeadSize = 2,
        FeedForwardSize = 8,
        ContextLength = 1000,
        VocabularySize = 100,
    };

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 100)]
    [InlineData(true, 10_000)]
    [InlineData(false, 10_000)]
    public void Every_text_is_the_chain_of_segments_behind_its_last_token(bool share, int cacheTokens)
    {
        var random = new Random(cacheTokens);
        using var cache = cacheTokens > 0 ? new PrefixCache(cacheTokens, Lanes) : null;
        for (var round = 0; round < 200; round++)
        {
            // Two letters and whole copies make every kind of common beginning, inside a batch and across batches.
            var texts = Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomText(random)).ToList();
            texts.Add([.. texts[0]]);
            texts.Add([.. texts[0], 1, 0]);
            var batch = Plan(texts, share, cache);
            AssertWhole(texts, batch);
            Assert.InRange(batch.Ids.Length, 1, texts.Sum(text => text.Length));
            foreach (var capture in batch.Captures)
            {
                cache!.Add(capture.Prefix);
            }
        }
    }

    [Fact]
    public void A_common_beginning_is_laid_out_once()
    {
        int[][] texts = [.. Enumerable.Range(0, 20).Select(i => (int[])[.. Head(90), 50 + i, .. Enumerable.Repeat(i, 139)])];
        Assert.Equal(90 + (20 * 140), Plan(texts, share: true, cache: null).Ids.Length);
        Assert.Equal(20 * 230, Plan(texts, share: false, cache: null).Ids.Length);
    }

    [Fact]
    public void Beginnings_inside_beginnings_are_shared_too()
    {
        // Two queries with ten documents each, behind one template.
        var texts = Enumerable.Range(0, 20).Select(i => (int[])[.. Head(30), .. Enumerable.Repeat(i % 2, 20), 50 + i]).ToArray();
        Assert.Equal(30 + (2 * 20) + 20, Plan(texts, share: true, cache: null).Ids.Length);
    }

    [Fact]
    public void Prefixes_nested_thousands_deep_need_no_deep_stack()
    {
        int[][] texts = [.. Enumerable.Range(1, 1500).Select(i => (int[])[.. Head(8 * i), 100_000 + i])];
        TokenBatch? batch = null;
        var thread = new Thread(() => batch = Plan(texts, share: true, cache: null), maxStackSize: 160 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal((8 * 1500) + 1500, batch!.Ids.Length);
        AssertWhole([.. texts], batch);
    }

    [Fact]
    public void Equal_texts_are_laid_out_once_whether_beginnings_are_shared_or_not()
    {
        foreach (var share in (bool[])[true, false])
        {
            var batch = Plan([Head(20), [1], Head(20), Head(20)], share, cache: null);
            Assert.Equal(21, batch.Ids.Length);
            Assert.Equal(batch.RowOf[0], batch.RowOf[2]);
            Assert.NotEqual(batch.RowOf[0], batch.RowOf[1]);
        }
    }

    [Fact]
    public void A_beginning_seen_twice_is_kept_and_not_laid_out_the_third_time()
    {
        using var cache = new PrefixCache(100, Lanes);
        int[] computed = [.. Enumerable.Range(0, 4).Select(i =>
        {
            var batch = Plan([[.. Head(20), 60 + i, 61 + i]], share: true, cache);
            foreach (var capture in batch.Captures)
            {
                cache.Add(capture.Prefix);
            }

            return batch.Ids.Length;
        })];
        Assert.Equal([22, 22, 2, 2], computed);
    }

    [Fact]
    public void The_least_recently_used_beginning_leaves_first()
    {
        using var cache = new PrefixCache(3 * KeyValueStore.CapacityFor(10, Lanes), Lanes);
        cache.Add(new CachedPrefix(Head(10), Shape, Lanes));
        cache.Add(new CachedPrefix([.. Enumerable.Repeat(1, 10)], Shape, Lanes));
        cache.Add(new CachedPrefix([.. Enumerable.Repeat(2, 10)], Shape, Lanes));
        Assert.Equal(10, cache.Find(Head(12)).Length);
        cache.Add(new CachedPrefix([.. Enumerable.Repeat(3, 10)], Shape, Lanes));
        Assert.Equal(10, cache.Find(Head(12)).Length);
        Assert.Equal(0, cache.Find([1, 1, 1]).Length);
        Assert.False(cache.TryMakeSpace([3 * KeyValueStore.CapacityFor(10, Lanes)], new HashSet<CachedPrefix>()));
    }

    [Fact]
    public void Memory_of_new_beginnings_is_made_before_it_is_taken_and_never_more_than_the_budget()
    {
        var budget = 3 * KeyValueStore.CapacityFor(10, Lanes);
        using var cache = new PrefixCache(budget, Lanes);
        cache.Add(new CachedPrefix(Head(10), Shape, Lanes));
        cache.Add(new CachedPrefix([.. Enumerable.Repeat(70, 10)], Shape, Lanes));

        // Ten beginnings that two texts each share, one of them behind a kept one.
        var texts = Enumerable.Range(0, 20).Select(
            i => (int[])[.. Enumerable.Repeat(20 + (i / 2), 10), 50 + i]).Append([.. Head(10), 1]).ToArray();
        var batch = Plan(texts, share: true, cache);
        Assert.Equal(3, batch.Captures.Count);
        Assert.True(batch.Captures.Sum(capture => capture.Prefix.TokenCapacity) <= budget);
        Assert.Equal(0, cache.Find([70, 70, 70]).Length);
        Assert.Equal(10, cache.Find(Head(12)).Length);
        AssertWhole([.. texts], batch);
        foreach (var capture in batch.Captures)
        {
            cache.Add(capture.Prefix);
        }
    }

    private static TokenBatch Plan(IReadOnlyList<int[]> texts, bool share, PrefixCache? cache) =>
        new BatchPlanner(share, cache, ids => new CachedPrefix(ids, Shape, Lanes)).Plan(texts);

    private static int[] Head(int length) => [.. Enumerable.Range(0, length)];

    private static int[] RandomText(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 60)).Select(i => i < 25 ? i % 3 : random.Next(2))];

    private static void AssertWhole(List<int[]> texts, TokenBatch batch)
    {
        foreach (var (i, text) in texts.Index())
        {
            var last = batch.Tokens[batch.LastTokens[batch.RowOf[i]]];
            Assert.Equal(text.Length - 1, last.Position);
            var position = 0;
            foreach (var segment in last.Segment.Chain)
            {
                Assert.Equal(position, segment.Start);
                position = segment.End;
                if (segment.StoreOf(0, null!) is null)
                {
                    Assert.Equal(text[segment.Start..segment.End], batch.Ids[segment.FirstToken..(segment.FirstToken + segment.Length)]);
                    Assert.All(
                        Enumerable.Range(0, segment.Length),
                        k => Assert.Equal(segment.Start + k, batch.Tokens[segment.FirstToken + k].Position));
                }
            }

            Assert.Equal(text.Length, position);
        }
    }
}
