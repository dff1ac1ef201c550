using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Which text of a record the reranker reads.</summary>
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
    public async Task A_named_property_goes_before_the_marked_one_and_its_case_does_not_matter() =>
        Assert.Equal("title 0", await TextOfAsync(Book.Shelf(1)[0], new() { TextProperty = "title" }));

    [Fact]
    public async Task A_selector_goes_before_all() =>
        Assert.Equal("0: text 0", await TextOfAsync(Book.Shelf(1)[0], new() { TextProperty = "Title", TextSelector = record => $"{((Book)record).Id}: {((Book)record).Summary}" }));

    [Fact]
    public async Task The_value_of_semantic_kernels_search_results_is_known_by_its_attributes_name() =>
        Assert.Equal("the value", await TextOfAsync(new KernelRecord { Text = "not this", Body = "the value" }, new()));

    [Fact]
    public async Task A_property_without_a_value_is_an_empty_text() => Assert.Equal("", await TextOfAsync(new Book { Title = "title" }, new()));

    /// <summary>Semantic Kernel's TextSearchStore, Agent Framework's ChatHistoryMemoryProvider and DataIngestion's VectorStoreWriter, in this order; then by name, and the only string.</summary>
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
    public async Task Records_that_nobody_can_name_are_read_by_their_definition(string expected, string[] names, string? fullTextIndexed)
    {
        var record = names.ToDictionary(name => name, name => (object?)$"the {name}");
        var definition = Definitions.With([.. names.Select(name => Definitions.Text(name, name == fullTextIndexed))]);
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("notes", record);
        var store = new RecordingStore(inner).AsBuilder().UseReranking(_reranker).Build();
        await store.GetDynamicCollection("notes", definition).FindAsync("q", 1);

        Assert.Equal([$"the {expected}"], _reranker.LastDocuments);
    }

    [Fact]
    public async Task A_full_text_index_tells_more_than_a_name()
    {
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("notes", new Dictionary<string, object?> { ["Text"] = "a name", ["Article"] = "the article" });
        var definition = Definitions.With(Definitions.Text("Text"), Definitions.Text("Article", isFullTextIndexed: true));
        await inner.AsBuilder(definition).UseReranking(_reranker).Build().FindAsync("q", 1);

        Assert.Equal(["the article"], _reranker.LastDocuments);
    }

    [Fact]
    public async Task A_dictionary_without_a_definition_is_read_by_its_keys()
    {
        using var inner = new RecordingCollection<object, Dictionary<string, object?>>("notes", new Dictionary<string, object?> { ["id"] = 1, ["title"] = "no", ["text"] = "yes" });
        await inner.AsBuilder().UseReranking(_reranker).Build().FindAsync("q", 1);

        Assert.Equal(["yes"], _reranker.LastDocuments);
    }

    [Fact]
    public async Task A_record_without_a_text_is_an_error_that_says_what_to_do()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TextOfAsync(new Ambiguous { First = "secret", Second = "secret" }, new()));

        Assert.Contains("Ambiguous has no text that can be reranked", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[RerankText]", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_no_property_has_is_an_error() =>
        Assert.Contains("'Blurb'", (await Assert.ThrowsAsync<InvalidOperationException>(() => TextOfAsync(Book.Shelf(1)[0], new() { TextProperty = "Blurb" }))).Message, StringComparison.Ordinal);

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
