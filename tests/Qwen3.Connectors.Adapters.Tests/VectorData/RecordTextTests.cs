using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Finds the text of a record that the reranker reads.</summary>
public sealed class RecordTextTests : IDisposable
{
    private readonly FakeReranker _reranker = FakeReranker.KeepingOrder;

    public void Dispose()
    {
        _reranker.Dispose();
    }

    [Fact]
    public async Task The_marked_property_comes_first() => Assert.Equal("text 0", await TextOfAsync(Book.Shelf(1)[0], new()));

    [Fact]
    public async Task A_named_property_overrides_the_marked_one_and_its_case_is_ignored() =>
        Assert.Equal("title 0", await TextOfAsync(Book.Shelf(1)[0], new() { TextProperty = "title" }));

    [Fact]
    public async Task A_selector_overrides_everything() =>
        Assert.Equal(
            "0: text 0",
            await TextOfAsync(
                Book.Shelf(1)[0],
                new() { TextProperty = "Title", TextSelector = record => $"{((Book)record).Id}: {((Book)record).Summary}" }));

    [Fact]
    public async Task The_value_of_semantic_kernels_search_results_is_recognised_by_the_name_of_its_attribute() =>
        Assert.Equal("the value", await TextOfAsync(new KernelRecord { Text = "not this", Body = "the value" }, new()));

    /// <summary>
    /// Semantic Kernel's TextSearchStore, Agent Framework's ChatHistoryMemoryProvider and DataIngestion's VectorStoreWriter, in this order;
    /// then by name, and the only string.
    /// </summary>
    public static TheoryData<string, string[], string?> DynamicRecords => new()
    {
        { "Text", ["SourceName", "SourceLink", "Text"], "Text" },
        { "Content", ["Role", "Content", "UserId"], "Content" },
        { "content", ["context", "content", "documentid"], null },
        { "chunk", ["title", "chunk"], null },
        { "passage", ["passage"], null },
    };

    [Theory]
    [MemberData(nameof(DynamicRecords))]
    public async Task Dynamic_records_are_read_by_their_definition(string expected, string[] names, string? fullTextIndexed)
    {
        var record = names.ToDictionary(name => name, name => (object?)$"the {name}");
        var definition = Definitions.With([.. names.Select(name => Definitions.Text(name, name == fullTextIndexed))]);
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("notes", record);
        var store = new RecordingStore(inner).AsBuilder().UseReranking(_reranker).Build();
        await store.GetDynamicCollection("notes", definition).FindAsync("q", 1);

        Assert.Equal([$"the {expected}"], _reranker.LastDocuments);
    }

    [Fact]
    public async Task A_full_text_index_takes_precedence_over_a_name()
    {
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>(
            "notes", new Dictionary<string, object?> { ["Text"] = "a name", ["Article"] = "the article" });
        var definition = Definitions.With(Definitions.Text("Text"), Definitions.Text("Article", isFullTextIndexed: true));
        await inner.AsBuilder(definition).UseReranking(_reranker).Build().FindAsync("q", 1);

        Assert.Equal(["the article"], _reranker.LastDocuments);
    }

    [Fact]
    public async Task A_dictionary_without_a_definition_is_read_by_its_keys()
    {
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>(
            "notes", new Dictionary<string, object?> { ["id"] = 1, ["title"] = "no", ["text"] = "yes" });
        await inner.AsBuilder().UseReranking(_reranker).Build().FindAsync("q", 1);

        Assert.Equal(["yes"], _reranker.LastDocuments);
    }

    [Fact]
    public async Task A_record_without_a_text_is_an_error_that_says_what_to_do()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TextOfAsync(new Ambiguous { First = "secret", Second = "secret" }, new()));

        Assert.Contains("Ambiguous has no text that can be reranked", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[RerankText]", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_property_name_is_an_error()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TextOfAsync(Book.Shelf(1)[0], new() { TextProperty = "Blurb" }));
        Assert.Contains("'Blurb'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("passage")]
    [InlineData("Snippet")]
    [InlineData("body")]
    public async Task The_common_names_are_those_of_search_tools(string name)
    {
        var record = new Dictionary<string, object?> { ["title"] = "no", [name] = "yes" };
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("notes", record);
        await inner.AsBuilder().UseReranking(_reranker).Build().FindAsync("q", 1);
        await inner.AsBuilder(Definitions.With(Definitions.Text("title"), Definitions.Text(name)))
            .UseReranking(_reranker)
            .Build()
            .FindAsync("q", 1);

        Assert.Equal(["yes"], _reranker.LastDocuments);
    }

    [Fact]
    public async Task Records_whose_text_is_null_are_not_scored_and_follow_the_others()
    {
        Book[] books = [new() { Id = 0, Title = "t" }, new() { Id = 1, Summary = "one" }, null!, new() { Id = 3, Summary = "three" }];
        using var inner = new RecordingCollection<int, Book>("books", books);
        using var reranker = new FakeReranker((text, _) => text == "three" ? 0.9 : 0.1);
        var results = await inner.AsBuilder().UseReranking(reranker).Build().FindAsync("q", 4);

        Assert.Equal(["one", "three"], reranker.LastDocuments);
        Assert.Equal([books[3], books[1], books[0], books[2]], results.Select(result => result.Record));
        Assert.Equal([0.9, 0.1, 0, 0], results.Select(result => result.Score));

        var page = await inner.AsBuilder().UseReranking(reranker).Build().FindAsync("q", 1, new() { Skip = 2 });
        Assert.Same(books[0], Assert.Single(page).Record);
        var relevant = inner.AsBuilder().UseReranking(reranker, new() { RerankOptions = new() { MinimumScore = 0.1 } }).Build();
        Assert.Equal([books[3], books[1]], (await relevant.FindAsync("q", 4)).Select(result => result.Record));
        var selected = inner.AsBuilder().UseReranking(reranker, new() { TextSelector = book => ((Book)book).Summary }).Build();
        Assert.Equal([books[3], books[1], books[0], books[2]], (await selected.FindAsync("q", 4)).Select(result => result.Record));
    }

    [Fact]
    public async Task Dictionaries_whose_text_is_null_are_not_scored_by_another_string()
    {
        Dictionary<string, object?>[] records = [new() { ["title"] = "t", ["text"] = null }, new() { ["title"] = "u", ["text"] = "one" }];
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("notes", records);
        var results = await inner.AsBuilder().UseReranking(_reranker).Build().FindAsync("q", 2);

        Assert.Equal(["one"], _reranker.LastDocuments);
        Assert.Equal([records[1], records[0]], results.Select(result => result.Record));
    }

    [Fact]
    public async Task Records_without_any_text_stay_in_the_order_of_the_vector_search()
    {
        Book[] books = [new() { Id = 0 }, new() { Id = 1 }];
        using var inner = new RecordingCollection<int, Book>("books", books);
        var results = await inner.AsBuilder().UseReranking(_reranker, new() { KeepVectorScores = true }).Build().FindAsync("q", 2);

        Assert.Null(_reranker.LastQuery);
        Assert.Equal([(books[0], 0.9), (books[1], 0.89)], results.Select(result => (result.Record, Math.Round(result.Score!.Value, 6))));
    }

    [Fact]
    public async Task A_text_property_of_another_type_is_an_error() => Assert.Contains(
        "is a System.Int32; a string was expected",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => TextOfAsync(Book.Shelf(1)[0], new() { TextProperty = "Id" }))).Message,
        StringComparison.Ordinal);

    private async Task<string> TextOfAsync<TRecord>(TRecord record, SearchRerankingOptions options)
        where TRecord : class
    {
        using var inner = new RecordingCollection<int, TRecord>("records", record);
        await inner.AsBuilder().UseReranking(_reranker, options).Build().FindAsync("q", 1);
        return Assert.Single(_reranker.LastDocuments);
    }

    internal sealed class Ambiguous
    {
        [VectorStoreData]
        public string? First { get; set; }

        [VectorStoreData]
        public string? Second { get; set; }
    }

#pragma warning disable SKEXP0001 // The attribute of Semantic Kernel's text search is experimental.
    internal sealed class KernelRecord
    {
        [VectorStoreData]
        public string? Text { get; set; }

        [VectorStoreData]
        [Microsoft.SemanticKernel.Data.TextSearchResultValue]
        public string? Body { get; set; }
    }
#pragma warning restore SKEXP0001
}
