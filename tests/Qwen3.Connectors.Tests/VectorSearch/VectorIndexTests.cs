using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

public class VectorIndexTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every way to scan, with and without rescoring.</summary>
    public static TheoryData<VectorEncoding, VectorEncoding?, int?> Ways
    {
        get
        {
            var ways = new TheoryData<VectorEncoding, VectorEncoding?, int?>();
            foreach (var scan in Enum.GetValues<VectorEncoding>())
            {
                foreach (var rescore in Enum.GetValues<VectorEncoding>().Cast<VectorEncoding?>().Append(null))
                {
                    ways.Add(scan, rescore, null);
                    ways.Add(scan, rescore, 33);
                }
            }

            return ways;
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 8)]
    [InlineData(100, 33)]
    [InlineData(1000, 64)]
    [InlineData(2503, 257)]
    public void It_finds_what_a_double_loop_finds(int count, int dimensions)
    {
        var vectors = RandomVectors.Create(count, dimensions);
        var index = VectorIndex.Create(vectors);
        foreach (var query in RandomVectors.Create(5, dimensions, seed: 2))
        {
            SlowSearch.AssertBest(query, vectors, 10, index.Search(query, 10, Cancellation));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Any_number_of_threads_gives_the_same_to_the_bit(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var vectors = RandomVectors.Create(6000, 250);
        var queries = RandomVectors.Create(7, 250, seed: 2);
        var expected = Create(1).Search(queries, 20, Cancellation);
        foreach (var threads in (int[])[2, 3, 16])
        {
            Assert.Equal(expected, Create(threads).Search(queries, 20, Cancellation));
        }

        VectorIndex Create(int threads) => VectorIndex.Create(vectors, Options(scan, rescore, dimensions, threads));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_query_finds_alone_what_it_finds_in_company(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var index = VectorIndex.Create(RandomVectors.Create(1003, 100), Options(scan, rescore, dimensions));
        var queries = RandomVectors.Create(11, 100, seed: 2);
        Assert.Equal(queries.Select(query => index.Search(query, 10, Cancellation)), index.Search(queries, 10, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Equal_vectors_are_found_in_the_order_they_were_added(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var distinct = RandomVectors.Create(3, 64);
        var index = VectorIndex.Create(Enumerable.Range(0, 3000).Select(i => distinct[i % 3]), Options(scan, rescore, dimensions, 4));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (3L * i) + 1), index.Search(distinct[1], 50, Cancellation)
            .Select(match => match.Id));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void More_matches_than_vectors_are_all_of_them(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var index = VectorIndex.Create(RandomVectors.Create(9, 64), Options(scan, rescore, dimensions));
        foreach (var count in (int[])[9, 10, int.MaxValue])
        {
            var matches = index.Search(RandomVectors.Create(1, 64, seed: 2)[0], count, Cancellation);
            Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), matches.Select(match => match.Id).Order());
            Assert.Equal(matches.Select(match => match.Score).OrderDescending(), matches.Select(match => match.Score));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Vectors_added_one_by_one_are_found_as_those_added_at_once(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var vectors = RandomVectors.Create(130, 70);
        var options = Options(scan, rescore, dimensions);
        var atOnce = VectorIndex.Create(vectors, options);
        options.Calibration = vectors;
        var oneByOne = new VectorIndex(70, options);
        for (var i = 0; i < vectors.Length; i++)
        {
            Assert.Equal(i, oneByOne.Add(vectors[i]));
        }

        Assert.Equal(atOnce.Search(vectors, 5, Cancellation), oneByOne.Search(vectors, 5, Cancellation));
        Assert.Equal(130, oneByOne.AddRange(vectors));
        Assert.Equal(260, oneByOne.Count);
    }

    [Fact]
    public void An_empty_index_finds_nothing_and_no_queries_find_nothing()
    {
        var index = new VectorIndex(3);
        Assert.Empty(index.Search(new float[] { 1, 0, 0 }, 5, Cancellation));
        Assert.Equal(0, index.AddRange(Array.Empty<ReadOnlyMemory<float>>()));
        index.Add(new float[] { 1, 0, 0 });
        Assert.Empty(index.Search(Array.Empty<ReadOnlyMemory<float>>(), 5, Cancellation));
    }

    [Fact]
    public void Norms_do_not_count()
    {
        var index = VectorIndex.Create([new float[] { 100, 100 }, new float[] { 0, 1e-20f }]);
        var matches = index.Search(new float[] { 0, 7 }, 2, Cancellation);
        Assert.Equal([1L, 0L], matches.Select(match => match.Id));
        Assert.Equal(1, matches[0].Score, 1e-6f);
        Assert.Equal(MathF.Sqrt(0.5f), matches[1].Score, 1e-6f);
    }

    [Theory]
    [InlineData(float.NaN, "Vector 2 has a value that is not finite")]
    [InlineData(float.PositiveInfinity, "Vector 2 has a value that is not finite")]
    [InlineData(0f, "The first 2 values of vector 2 are all zero")]
    public void A_bad_vector_is_named_and_nothing_of_its_call_is_added(float value, string message)
    {
        var index = VectorIndex.Create([new float[] { 1, 0 }]);
        var exception = Assert.Throws<ArgumentException>(() => index.AddRange(
            [new float[] { 0, 1 }, new float[] { 1, 1 }, new float[] { value, 0 }]));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, index.Count);
        Assert.Equal(1, index.Add(new float[] { -1, 0 }));
        Assert.Equal([0L, 1L], index.Search(new float[] { 1, 0 }, 5, Cancellation).Select(match => match.Id));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Nothing_of_a_refused_vector_stays_in_its_row(VectorEncoding scan, VectorEncoding? rescore, int? dimensions)
    {
        var vectors = RandomVectors.Create(20, 64);
        var options = Options(scan, rescore, dimensions);
        options.Calibration = vectors;
        var index = new VectorIndex(64, options);
        Assert.Throws<ArgumentException>(() => index.AddRange([.. RandomVectors.Create(20, 64, seed: 9), new float[64]]));
        index.AddRange(vectors);
        Assert.Equal(VectorIndex.Create(vectors, options).Search(vectors, 5, Cancellation), index.Search(vectors, 5, Cancellation));
    }

    [Fact]
    public void Vectors_and_queries_of_another_width_are_refused_with_both_widths()
    {
        var index = VectorIndex.Create([new float[] { 1, 0 }]);
        var exception = Assert.Throws<ArgumentException>(() => index.Add(new float[3]));
        Assert.StartsWith("Vector 0 has 3 values; 2 were expected.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => index.Search(new float[1], 1, Cancellation));
        Assert.Throws<ArgumentException>(() => index.Search(new float[] { float.NaN, 1 }, 1, Cancellation));
        Assert.Throws<ArgumentException>(() => index.Search(new float[2], 1, Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(new float[] { 1, 0 }, 0, Cancellation));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create([new float[] { 1, 0 }, new float[] { 1 }]));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(Array.Empty<ReadOnlyMemory<float>>()));
    }

    [Fact]
    public void Options_out_of_range_are_refused_with_what_was_found_and_expected()
    {
        AssertRefused(new() { ScanDimensions = 31 }, "ScanDimensions is 31; 32 to 64 was expected.");
        AssertRefused(new() { ScanDimensions = 65 }, "ScanDimensions is 65; 32 to 64 was expected.");
        AssertRefused(new() { CandidateMultiplier = 0 }, "CandidateMultiplier is 0;");
        AssertRefused(new() { Capacity = -1 }, "Capacity is -1;");
        AssertRefused(new() { ThreadCount = 0 }, "ThreadCount is 0;");
        AssertRefused(new() { ScanEncoding = (VectorEncoding)7 }, "ScanEncoding is 7;");
        AssertRefused(new() { RescoreEncoding = (VectorEncoding)7 }, "RescoreEncoding is 7;");
        AssertRefused(new() { RescoreEncoding = VectorEncoding.Int8 }, "Int8 needs");
        AssertRefused(new() { ScanEncoding = VectorEncoding.Int8, Calibration = [new float[3]] },
            "Vector 0 has 3 values; 64 were expected.");
        Assert.Throws<ArgumentOutOfRangeException>(() => new VectorIndex(0));

        static void AssertRefused(VectorIndexOptions options, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new VectorIndex(64, options)).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VectorEncoding.Float32, null, null, 4096)]
    [InlineData(VectorEncoding.Float32, VectorEncoding.Float32, 128, 4096 + 512)]
    [InlineData(VectorEncoding.Int8, null, null, 1024)]
    [InlineData(VectorEncoding.Int8, VectorEncoding.Float32, null, 1024 + 4096)]
    [InlineData(VectorEncoding.Binary, null, null, 128)]
    [InlineData(VectorEncoding.Binary, VectorEncoding.Binary, null, 128)]
    [InlineData(VectorEncoding.Binary, VectorEncoding.Int8, null, 128 + 1024)]
    [InlineData(VectorEncoding.Binary, VectorEncoding.Binary, 256, 128 + 32)]
    public void A_vector_takes_the_memory_that_the_docs_say(VectorEncoding scan, VectorEncoding? rescore, int? dimensions, int bytes) =>
        Assert.Equal(bytes, VectorIndex.Create(RandomVectors.Create(2, 1024), Options(scan, rescore, dimensions)).BytesPerVector);

    [Fact]
    public void Memory_that_no_array_can_have_is_refused_before_it_is_taken()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new VectorIndex(4096, new() { Capacity = 1_000_000 }));
        Assert.Contains("use several indexes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_are_taken_as_vectors_are()
    {
        var vectors = RandomVectors.Create(20, 32);
        var embeddings = vectors.Select(vector => new Embedding<float>(vector)).ToList();
        var index = VectorIndex.Create(embeddings.ToVectors());
        Assert.Equal(20, index.AddRange(embeddings.ToVectors()));
        Assert.Equal(index.Search(vectors, 3, Cancellation), index.Search(embeddings.ToVectors(), 3, Cancellation));
        Assert.Throws<ArgumentException>(() => index.AddRange(((Embedding<float>[])[embeddings[0], null!]).ToVectors()));
    }

    [Fact]
    public async Task Searches_while_others_add_see_whole_rows_and_no_fewer_than_before()
    {
        var vectors = RandomVectors.Create(4000, 40);
        var index = new VectorIndex(40, new() { ThreadCount = 2 });
        index.AddRange(vectors[..10]);
        var adding = Task.Run(
            () =>
            {
                foreach (var vector in vectors[10..])
                {
                    index.Add(vector);
                }
            },
            Cancellation);

        // Its own vector is nearest to each query, whatever is being added.
        do
        {
            var before = index.Count;
            var found = index.Search(vectors[..10], int.MaxValue, Cancellation);
            Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), found.Select(matches => matches[0].Id));
            Assert.All(found, matches => Assert.InRange(matches.Length, before, index.Count));
            Assert.All(found[0], match => Assert.Equal(SlowSearch.Cosine(vectors[0], vectors[match.Id]), match.Score, 2e-6));
        }
        while (!adding.IsCompleted);
        await adding;
        Assert.Equal(4000, index.Count);
    }

    [Fact]
    public async Task Many_may_search_at_once()
    {
        var index = VectorIndex.Create(RandomVectors.Create(5000, 64),
            new() { ScanEncoding = VectorEncoding.Int8, RescoreEncoding = VectorEncoding.Float32 });
        var queries = RandomVectors.Create(40, 64, seed: 2);
        var expected = queries.Select(query => index.Search(query, 10, Cancellation)).ToList();
        Assert.Equal(expected, await Task.WhenAll(
            queries.Select(query => Task.Run(() => index.Search(query, 10, Cancellation), Cancellation))));
    }

    [Fact]
    public void A_cancelled_search_says_so()
    {
        var index = VectorIndex.Create(RandomVectors.Create(10, 64));
        Assert.Throws<OperationCanceledException>(() => index.Search(RandomVectors.Create(1, 64)[0], 1, new CancellationToken(true)));
    }

    [Fact]
    public void Options_are_copied()
    {
        var options = new VectorIndexOptions { ThreadCount = 1 };
        VectorIndex.Create(RandomVectors.Create(10, 64), options);
        Assert.Null(options.Calibration);
        Assert.Equal(0, options.Capacity);
    }

    private static VectorIndexOptions Options(VectorEncoding scan, VectorEncoding? rescore, int? dimensions, int? threads = null) =>
        new() { ScanEncoding = scan, RescoreEncoding = rescore, ScanDimensions = dimensions, ThreadCount = threads };
}
