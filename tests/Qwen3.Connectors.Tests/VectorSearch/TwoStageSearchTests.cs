using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.VectorSearch;

/// <summary>Searches that scan something smaller than the vectors.</summary>
public class TwoStageSearchTests
{
    private static readonly ReadOnlyMemory<float>[] s_vectors = RandomVectors.CreateClusters(3000, 256, clusters: 100);
    private static readonly ReadOnlyMemory<float>[] s_queries = RandomVectors.CreateClusters(100, 256, clusters: 100, seed: 1)[..50];
    private static readonly VectorIndex s_exact = VectorIndex.Create(s_vectors);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(VectorEncoding.Float32, 32)]
    [InlineData(VectorEncoding.Int8, null)]
    [InlineData(VectorEncoding.Binary, null)]
    [InlineData(VectorEncoding.Binary, 64)]
    public void With_all_vectors_as_candidates_it_is_the_exact_search_to_the_bit(VectorEncoding scan, int? dimensions)
    {
        var index = Create(scan, VectorEncoding.Float32, dimensions, multiplier: 300);
        Assert.Equal(s_exact.Search(s_queries, 10, Cancellation), index.Search(s_queries, 10, Cancellation));
    }

    [Theory]
    [InlineData(VectorEncoding.Float32, 32)]
    [InlineData(VectorEncoding.Int8, null)]
    [InlineData(VectorEncoding.Binary, null)]
    public void Its_scores_are_the_exact_cosines_of_what_it_found(VectorEncoding scan, int? dimensions)
    {
        foreach (var (query, matches) in s_queries.Zip(
            Create(scan, VectorEncoding.Float32, dimensions).Search(s_queries, 10, Cancellation)))
        {
            Assert.All(matches, match => Assert.Equal(SlowSearch.Cosine(query, s_vectors[match.Id]), match.Score, 2e-6));
        }
    }

    [Fact]
    public void More_candidates_never_find_less()
    {
        var recalls = ((int[])[1, 2, 4, 16, 300])
            .Select(multiplier => Recall(Create(VectorEncoding.Binary, VectorEncoding.Float32, null, multiplier))).ToList();
        Assert.Equal(recalls.Order(), recalls);
        Assert.Equal(1, recalls[^1]);
    }

    [Fact]
    public void More_dimensions_find_more()
    {
        var recalls = ((int[])[32, 64, 128, 256]).Select(dimensions => Recall(Create(VectorEncoding.Float32, null, dimensions))).ToList();
        Assert.Equal(recalls.Order(), recalls);
        Assert.True(recalls[0] < 0.8);
        Assert.Equal(1, recalls[^1]);
    }

    [Fact]
    public void Eight_bits_find_nearly_all_and_one_bit_some()
    {
        Assert.True(Recall(Create(VectorEncoding.Int8, null, null)) > 0.95);
        Assert.InRange(Recall(Create(VectorEncoding.Binary, null, null)), 0.2, 0.9);
        Assert.True(Recall(Create(VectorEncoding.Binary, VectorEncoding.Binary, null)) > Recall(Create(VectorEncoding.Binary, null, null)));
        Assert.True(Recall(Create(VectorEncoding.Binary, VectorEncoding.Int8, null)) > Recall(
            Create(VectorEncoding.Binary, VectorEncoding.Binary, null)));
    }

    [Fact]
    public void A_scan_of_8_bits_scores_as_double_loops_over_the_middles_of_the_steps_do()
    {
        var units = s_vectors.Select(vector => (ReadOnlyMemory<float>)Matryoshka.Truncate(vector.Span, 256)).ToList();
        var ranges = QuantizationRanges.Calibrate(units);
        var decoded = units.Select(unit => Decode(VectorQuantization.ToUInt8(unit.Span, ranges), ranges)).ToList();
        foreach (var rescore in (VectorEncoding?[])[null, VectorEncoding.Int8])
        {
            var found = Create(VectorEncoding.Int8, rescore, null).Search(s_queries, 3000, Cancellation);
            foreach (var (query, matches) in s_queries.Zip(found))
            {
                var unit = Matryoshka.Truncate(query.Span, 256);

                // The scan's query has 15 bits a value, rescoring has them all.
                Assert.All(matches, match => Assert.Equal(
                    SlowSearch.Dot(unit, decoded[(int)match.Id]), match.Score, rescore is null ? 2e-4 : 2e-6));
            }
        }
    }

    [Fact]
    public void A_scan_of_signs_scores_by_counting_those_that_differ()
    {
        foreach (var (query, matches) in s_queries.Zip(Create(VectorEncoding.Binary, null, 100).Search(s_queries, 3000, Cancellation)))
        {
            foreach (var match in matches)
            {
                var differ = Enumerable.Range(0, 100).Count(i => query.Span[i] > 0 != s_vectors[match.Id].Span[i] > 0);
                Assert.Equal(1 - (2.0 * differ / 100), match.Score, 1e-6);
            }
        }
    }

    [Fact]
    public void Rescoring_by_signs_gives_the_dot_product_of_the_query_and_the_signs()
    {
        foreach (var (query, matches) in s_queries.Zip(
            Create(VectorEncoding.Binary, VectorEncoding.Binary, null).Search(s_queries, 10, Cancellation)))
        {
            foreach (var match in matches)
            {
                ReadOnlyMemory<float> signs = s_vectors[match.Id].ToArray().Select(value => value > 0 ? 1f : -1f).ToArray();
                Assert.Equal(SlowSearch.Cosine(query, signs), match.Score, 2e-6);
            }
        }
    }

    [Fact]
    public void Values_outside_the_calibrated_range_count_as_its_ends()
    {
        var index = new VectorIndex(2,
            new() { ScanEncoding = VectorEncoding.Int8, Calibration = [new float[] { 3, 4 }, new float[] { 4, 3 }] });
        index.AddRange([new float[] { -1, 0 }, new float[] { 4, 3 }]);
        var matches = index.Search(new float[] { 1, 0 }, 2, Cancellation);
        Assert.Equal([1L, 0L], matches.Select(match => match.Id));
        Assert.Equal(0.8, matches[0].Score, 0.002);
        Assert.Equal(0.6, matches[1].Score, 0.002);
    }

    [Fact]
    public void Recall_is_the_share_of_the_exact_matches_that_were_found()
    {
        var recall = s_exact.MeasureRecall(s_exact, s_queries, 10, Cancellation);
        Assert.Equal(1, recall);

        // Three of these have equal signs, so that their codes are equal and the order of ids decides.
        ReadOnlyMemory<float>[] vectors = [new float[] { 1, 2 }, new float[] { 2, 1 }, new float[] { 1, 1 }, new float[] { -1, 1 }];
        var binary = VectorIndex.Create(vectors, new() { ScanEncoding = VectorEncoding.Binary });
        recall = binary.MeasureRecall(VectorIndex.Create(vectors), [new float[] { 1, 0.9f }, new float[] { -1, 0.5f }], 2, Cancellation);
        Assert.Equal(0.75, recall);
    }

    [Fact]
    public void Recall_needs_the_same_vectors_in_both_and_a_query()
    {
        Assert.Throws<ArgumentException>(() => s_exact.MeasureRecall(s_exact, [], 10, Cancellation));
        Assert.Throws<ArgumentException>(() => s_exact.MeasureRecall(VectorIndex.Create(s_vectors[1..]), s_queries, 10, Cancellation));
        Assert.Throws<ArgumentException>(() => new VectorIndex(256).MeasureRecall(new VectorIndex(256), s_queries, 10, Cancellation));
    }

    private static VectorIndex Create(VectorEncoding scan, VectorEncoding? rescore, int? dimensions, int multiplier = 4) =>
        VectorIndex.Create(
        s_vectors,
        new() { ScanEncoding = scan, RescoreEncoding = rescore, ScanDimensions = dimensions, CandidateMultiplier = multiplier });

    private static double Recall(VectorIndex index) => index.MeasureRecall(s_exact, s_queries, 10, Cancellation);

    private static ReadOnlyMemory<float> Decode(byte[] codes, QuantizationRanges ranges) =>
        codes.Select((code, i) => ranges.Minimum.Span[i] + ((code + 0.5f) * (ranges.Maximum.Span[i] - ranges.Minimum.Span[i]) / 255))
            .ToArray();
}
