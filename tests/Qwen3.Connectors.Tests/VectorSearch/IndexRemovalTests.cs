using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>An index after removals is an index of what is left.</summary>
public class IndexRemovalTests
{
    public static TheoryData<VectorEncoding, VectorEncoding?, int?> Ways => VectorIndexTests.Ways;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_finds_what_an_index_of_the_rest_finds(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var vectors = RandomVectors.Create(1000, 70);
        var options = new VectorIndexOptions
        {
            ScanEncoding = scan,
            RescoreEncoding = rescore,
            ScanDimensions = dimensions,
            Calibration = vectors,
        };
        var index = VectorIndex.Create(vectors, options);
        var ids = Enumerable.Range(0, vectors.Length).Select(id => (long)id).ToList();
        var queries = RandomVectors.Create(10, 70, seed: 2);
        var random = new Random(3);
        foreach (var count in (int[])[1, 10, 200, 200, 500, 80])
        {
            for (var i = 0; i < count; i++)
            {
                var id = ids[random.Next(ids.Count)];
                ids.Remove(id);
                Assert.True(index.Remove(id));
                Assert.False(index.Remove(id));
            }

            var rest = VectorIndex.Create(ids.Select(id => vectors[id]), options);
            var expected = rest.Search(queries, 10, Cancellation)
                .Select(matches => matches.Select(match => match with { Id = ids[(int)match.Id] }));
            Assert.Equal(expected, index.Search(queries, 10, Cancellation));
            Assert.Equal(ids.Count, index.Count);
        }
    }

    [Fact]
    public void Ids_are_never_used_again()
    {
        var index = new VectorIndex(2);
        for (var id = 0; id < 1000; id++)
        {
            Assert.Equal(id, index.Add(new float[] { 1, id }));
            Assert.True(index.Remove(id));
        }

        Assert.Equal(0, index.Count);
        Assert.Empty(index.Search(new float[] { 1, 0 }, 5, Cancellation));
        Assert.Equal(1000, index.Add(new float[] { 1, 0 }));
        Assert.Equal([new VectorMatch(1000, 1)], index.Search(new float[] { 1, 0 }, 5, Cancellation));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void An_id_that_was_never_given_is_not_there(long id)
    {
        var index = VectorIndex.Create(RandomVectors.Create(10, 8));
        Assert.False(index.Remove(id));
        Assert.Equal(10, index.Count);
    }

    [Fact]
    public async Task Searches_beside_additions_and_removals_see_whole_rows_and_all_that_stays()
    {
        var vectors = RandomVectors.Create(4000, 40);
        var index = new VectorIndex(40, new() { ThreadCount = 2 });
        index.AddRange(vectors[..10]);
        var changing = Task.Run(
            () =>
            {
                for (var i = 10; i < vectors.Length; i++)
                {
                    Assert.Equal(i, index.Add(vectors[i]));
                    Assert.True(i < 60 || index.Remove(i - 50));
                }
            },
            Cancellation);
        do
        {
            var found = index.Search(vectors[..10], int.MaxValue, Cancellation);
            Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), found.Select(matches => matches[0].Id));
            Assert.All(found[0], match => Assert.Equal(SlowSearch.Cosine(vectors[0], vectors[match.Id]), match.Score, 2e-6));
        }
        while (!changing.IsCompleted);
        await changing;
        Assert.Equal(60, index.Count);
    }
}
