using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tests;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData.Memory;

/// <summary>A memory over a store that is a list.</summary>
public sealed class Qwen3MemoryTests : IDisposable
{
    private readonly Qwen3EmbeddingGenerator _generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
    private readonly Qwen3Reranker _reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
    private readonly ListVectorStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_finds_the_passage_with_its_source_its_place_and_both_scores()
    {
        using var memory = Open(_reranker);
        Assert.Equal(1, await memory.AddAsync("physics.txt", "Gravity is a force that attracts two bodies.", Cancellation));
        const string China =
            "# China\n\nA large country in the east of Asia with more than a billion people.\n\n"
            + "## Beijing\n\nThe capital of China is Beijing.\n";
        Assert.Equal(2, await memory.AddAsync("china.md", China, Cancellation));
        var hit = (await memory.SearchAsync("What is the capital of China?", top: 2, cancellationToken: Cancellation))[0];
        Assert.Equal(("china.md", "## Beijing\n\nThe capital of China is Beijing.", "China"), (hit.Source, hit.Text, hit.Record.Heading));
        Assert.Equal((5, 7), (hit.Record.StartLine, hit.Record.EndLine));

        var text = "China\n## Beijing\n\nThe capital of China is Beijing.";
        using var queries = _generator.AsQueryGenerator();
        var query = await queries.GenerateVectorAsync("What is the capital of China?", cancellationToken: Cancellation);
        var document = await _generator.GenerateVectorAsync(text, cancellationToken: Cancellation);
        Assert.Equal(System.Numerics.Tensors.TensorPrimitives.Dot(query.Span, document.Span), hit.SearchScore!.Value, 1e-5);
        var score = (await _reranker.RerankAsync("What is the capital of China?", [text], cancellationToken: Cancellation))[0].Score;
        Assert.Equal(score, hit.Score, 1e-5);
    }

    [Fact]
    public async Task A_document_replaces_one_of_the_same_name_and_leaves_no_chunk_of_it()
    {
        using var memory = Open();
        var sections = string.Join("\n\n", Enumerable.Range(1, 9).Select(i => $"# Section {i}\nText of section number {i}."));
        Assert.Equal(9, await memory.AddAsync("a.md", sections, Cancellation));
        var before = _store.Records.Items.Keys.ToHashSet();
        Assert.Equal(9, await memory.AddAsync("a.md", sections, Cancellation));
        Assert.Equal(before, _store.Records.Items.Keys.ToHashSet());
        Assert.Equal(1, await memory.AddAsync("b.md", "# Other\nAnother document.", Cancellation));
        Assert.Equal(2, await memory.AddAsync("a.md", "# One\nFirst.\n\n# Two\nSecond.", Cancellation));
        Assert.Equal(["Another", "First", "Second"], Texts().Select(text => text.Split('\n')[1].Split(' ', '.')[0]).Order());
        Assert.Equal(0, await memory.AddAsync("a.md", " \n ", Cancellation));
        Assert.Equal(["b.md"], _store.Records.Items.Values.Select(record => record.Source));
    }

    [Fact]
    public async Task Deleting_removes_one_document_or_all()
    {
        using var memory = Open();
        await memory.AddAsync([new("a", "First."), new("b", "Second.")], Cancellation);
        Assert.Equal(1, await memory.DeleteAsync("a", Cancellation));
        Assert.Equal(0, await memory.DeleteAsync("a", Cancellation));
        Assert.Equal(["Second."], Texts());
        await memory.ClearAsync(Cancellation);
        Assert.Empty(Texts());
        Assert.Equal(1, await memory.AddAsync("c", "Third.", Cancellation));
    }

    [Fact]
    public async Task Filters_candidates_and_the_minimum_score_limit_the_hits()
    {
        using var memory = Open(_reranker);
        await memory.AddAsync(
            [
                new("1", "The capital of China is Beijing.") { Tags = ["asia", "en"] },
                new("2", "The capital of France is Paris.") { Tags = ["europe", "en"] },
                new("3", "A cookie is a small flat cake.") { Tags = ["food"] },
            ],
            Cancellation);
        var europe = new MemorySearchOptions { Filter = record => record.Tags.Contains("europe") };
        Assert.Equal("2", Assert.Single(await SearchAsync("capital of China", europe)).Source);
        Assert.Equal("1", Assert.Single(await SearchAsync("capital of China", new() { MinimumScore = 0.5 })).Source);
        Assert.Empty(await SearchAsync("capital of China", new() { MinimumScore = 1 }));
        Assert.Equal(2, (await memory.SearchAsync("capital", 2, new() { Candidates = 1 }, Cancellation)).Count);

        Task<IReadOnlyList<MemoryHit>> SearchAsync(string query, MemorySearchOptions options) =>
            memory.SearchAsync(query, 3, options, Cancellation);
    }

    [Fact]
    public async Task Keywords_are_searched_where_they_are_asked_for()
    {
        using var memory = Open();
        await memory.AddAsync([new("1", "Order number QX-7731 was shipped."), new("2", "Parcels are shipped daily.")], Cancellation);
        var hits = await memory.SearchAsync("QX-7731?", 1, new() { UseKeywords = true }, Cancellation);
        Assert.Equal(("1", true), (hits[0].Source, hits[0].Score > 1));
    }

    [Fact]
    public async Task Many_documents_are_embedded_in_full_batches_with_the_asked_dimensions()
    {
        using var memory = Open(dimensions: 64);
        var documents = Enumerable.Range(0, 300).Select(i => new MemoryDocument($"{i}", $"Text {i}."));
        Assert.Equal(300, await memory.AddAsync(documents, Cancellation));
        Assert.Equal([128, 128, 44], _store.Records.Upserts);
        Assert.All(_store.Records.Items.Values, record => Assert.Equal(64, record.Vector.Length));
        Assert.Equal(5, (await memory.SearchAsync("Text 7", cancellationToken: Cancellation)).Count);
    }

    [Fact]
    public async Task Wrong_arguments_and_generators_are_refused_with_advice()
    {
        Assert.Throws<ArgumentException>(() => Open(collection: " "));
        using var memory = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => memory.AddAsync([new("a", "1"), new("a", "2")], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => memory.AddAsync("", "1", Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => memory.SearchAsync(" ", cancellationToken: Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => memory.SearchAsync("a", 0, cancellationToken: Cancellation));

        using var foreign = new Qwen3Memory(_store, new FakeGenerator(), leaveOpen: true);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => foreign.AddAsync("a", "b", Cancellation));
        Assert.Contains("Qwen3Tokenizer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lazy_generator_is_opened_and_the_store_is_disposed_if_it_is_owned()
    {
        using var lazy = Qwen3EmbeddingGenerator.Create(new() { ModelPath = GoldenModels.EmbeddingFile });
        using (var memory = new Qwen3Memory(_store, lazy, leaveOpen: true))
        {
            Assert.Equal(1, await memory.AddAsync("a", "Text.", Cancellation));
        }

        Assert.False(_store.IsDisposed);
        Open().Dispose();
        Assert.True(_store.IsDisposed);
        Assert.Same(lazy, _store.Definition!.EmbeddingGenerator);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _reranker.Dispose();
        _store.Dispose();
    }

    private IEnumerable<string> Texts() => _store.Records.Items.Values.Select(record => record.Text);

    private Qwen3Memory Open(ITextReranker? reranker = null, int? dimensions = null, string collection = "memory") => new(
        _store,
        _generator,
        reranker,
        new()
        {
            Dimensions = dimensions,
            CollectionName = collection,
            Chunking = new() { MaxTokens = 24, MinTokens = 0, OverlapTokens = 0 },
        });
}
