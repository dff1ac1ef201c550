using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Short vectors find, full vectors rescore.</summary>
public sealed class TwoStageSearchTests : IDisposable
{
    private static readonly TwoStageSearchOptions s_options = new() { ShortProperty = "Short", FullProperty = "Full", Candidates = 3 };

    /// <summary>In the order in which the short vectors find them; the third is the best by its full vector.</summary>
    private readonly RecordingHybridCollection<int, Page> _inner = new(
        "pages",
        new Page { Id = 0, Full = Unit(1, 0, 5, 0) },
        new Page { Id = 1, Full = Unit(1, 0, 0, 3) },
        new Page { Id = 2, Full = Unit(1, 0, 0, 0) },
        new Page { Id = 3, Full = Unit(1, 0, 0, 0) });

    private readonly FakeGenerator _generator = new(1, 0, 0, 0);

    public void Dispose()
    {
        _inner.Dispose();
        _generator.Dispose();
    }

    [Fact]
    public async Task The_beginning_of_the_query_finds_and_all_of_it_scores()
    {
        var results = await Decorated().FindAsync("q", 2);

        Assert.Equal([1f, 0], Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue).ToArray());
        var selected = ((UnaryExpression)_inner.LastOptions!.VectorProperty!.Body).Operand;
        Assert.Equal("Short", ((MemberExpression)selected).Member.Name);
        Assert.Equal((3, true), (_inner.LastTop, _inner.LastOptions.IncludeVectors));
        Assert.Equal([2, 1], results.Select(result => result.Record.Id));
        Assert.Equal([1, 1 / Math.Sqrt(10)], results.Select(result => result.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public async Task Skip_and_threshold_hold_for_the_full_vectors()
    {
        var options = new VectorSearchOptions<Page> { Skip = 1, ScoreThreshold = 0.25 };
        var results = await Decorated().FindAsync("q", 5, options);

        Assert.Equal((0, null), (_inner.LastOptions!.Skip, _inner.LastOptions.ScoreThreshold));
        Assert.Equal([3, 1], results.Select(result => result.Record.Id));
    }

    [Fact]
    public async Task A_search_that_names_a_property_has_one_stage()
    {
        await Decorated().FindAsync("q", 2, new() { VectorProperty = page => page.Full });

        Assert.Equal(4, Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue).Length);
        Assert.Equal(2, _inner.LastTop);
    }

    [Fact]
    public async Task A_hybrid_search_takes_the_full_vector()
    {
        await ((IKeywordHybridSearchable<Page>)Decorated())
            .HybridSearchAsync("q", ["word"], 2, cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(4, Assert.IsType<ReadOnlyMemory<float>>(_inner.LastValue).Length);
        Assert.Contains("Full", _inner.LastHybridOptions!.VectorProperty!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_two_stages_found_is_reranked()
    {
        var reranker = new FakeReranker((text, _) => text == "page 0" ? 0.9 : 0.1);
        var decorated = _inner.AsBuilder()
            .UseQueryEmbedding(_generator)
            .UseTwoStageSearch(s_options)
            .UseReranking(reranker, new() { Candidates = 4, TextSelector = page => $"page {((Page)page).Id}" })
            .Build();
        var results = await decorated.FindAsync("q", 1);

        Assert.Equal(["page 2", "page 3", "page 1", "page 0"], reranker.LastDocuments);
        Assert.Equal(0, Assert.Single(results).Record.Id);
    }

    [Fact]
    public async Task Dynamic_collections_have_two_stages_too()
    {
        var record = new Dictionary<string, object?> { ["Short"] = null, ["Full"] = (ReadOnlyMemory<float>)Unit(1, 1, 0, 0) };
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("pages", record);
        var definition = new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Key", typeof(int)),
                new VectorStoreVectorProperty("Short", typeof(ReadOnlyMemory<float>), 2),
                new VectorStoreVectorProperty("Full", typeof(ReadOnlyMemory<float>), 4),
            ],
        };
        var store = new RecordingStore(inner).AsBuilder().UseQueryEmbedding(_generator).UseTwoStageSearch(s_options).Build();
        var result = Assert.Single(await store.GetDynamicCollection("pages", definition).FindAsync("q", 1));

        Assert.Equal(Math.Sqrt(0.5), result.Score!.Value, 6);
    }

    [Fact]
    public void Records_without_the_two_properties_are_refused_with_those_that_they_have() =>
        Assert.Contains(
            "'Vector'",
            Assert.Throws<InvalidOperationException>(
                () => new RecordingCollection<int, Book>("books").AsBuilder().UseTwoStageSearch(s_options).Build()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Vectors_that_the_store_makes_are_refused_because_they_do_not_come_back()
    {
        var definition = new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreVectorProperty("Short", typeof(string), 2),
                new VectorStoreVectorProperty("Full", typeof(string), 4),
            ],
        };
        var builder = new RecordingCollection<object, Dictionary<string, object?>>("pages")
            .AsBuilder(definition)
            .UseTwoStageSearch(s_options);

        Assert.Contains("System.String", Assert.Throws<InvalidOperationException>(() => builder.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_without_a_query_generator_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _inner.AsBuilder().UseTwoStageSearch(s_options).Build().FindAsync("q", 1));

    private static float[] Unit(params float[] values) => Matryoshka.Truncate(values, values.Length);

    private VectorStoreCollection<int, Page> Decorated() =>
        _inner.AsBuilder().UseQueryEmbedding(_generator).UseTwoStageSearch(s_options).Build();

    internal sealed class Page
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Short { get; set; }

        [VectorStoreVector(4)]
        public ReadOnlyMemory<float> Full { get; set; }
    }
}
