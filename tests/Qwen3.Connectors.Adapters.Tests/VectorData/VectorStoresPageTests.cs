using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Tests;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>The code of docs/vector-stores.md is this file's, and its defaults are the options'.</summary>
public class VectorStoresPageTests
{
    private static readonly string s_page = File.ReadAllText(TestData.File("docs", "vector-stores.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Its_first_code_finds_and_reranks()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        using var inner = new RecordingCollection<int, Note>(
            "notes", new Note { Text = "Gravity is a force." }, new Note { Text = "The capital of China is Beijing." });
        var store = Decorate(new RecordingStore(inner), documents, reranker);
        using var console = new StringWriter();
        await RunAsync(store, console);

        Assert.StartsWith("0.849 The capital of China is Beijing.", console.ToString(), StringComparison.Ordinal);

        VectorStore Decorate(VectorStore inner, Qwen3EmbeddingGenerator documents, ITextReranker reranker) => inner.AsBuilder()
            .UseQueryEmbedding(documents.AsQueryGenerator(), new() { DocumentGenerator = documents })
            .UseReranking(reranker)
            .Build();
    }

    [Fact]
    public async Task Its_other_code_checks_and_searches_in_two_stages()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, documents.GetVectorSpace().ToString(), TestContext.Current.CancellationToken);
        var read = await Checked(documents, _ => file).StoredSpace!("notes", TestContext.Current.CancellationToken);
        File.Delete(file);

        Assert.Equal(documents.GetVectorSpace(), read);
        Assert.NotNull(TwoStages(new RecordingStore(), documents));

        QueryEmbeddingOptions Checked(Qwen3EmbeddingGenerator documents, Func<string, string> fingerprintFile) => new()
        {
            DocumentGenerator = documents,
            StoredSpace = async (collection, cancellationToken) =>
                VectorSpaceFingerprint.Parse(await File.ReadAllTextAsync(fingerprintFile(collection), cancellationToken)),
        };

        VectorStore TwoStages(VectorStore inner, Qwen3EmbeddingGenerator documents) => inner.AsBuilder()
            .UseQueryEmbedding(documents)
            .UseTwoStageSearch(new() { ShortProperty = "Short", FullProperty = "Full", Candidates = 200 })
            .Build();
    }

    [Fact]
    public void Its_code_is_compiled() => PageSnippets.AssertCompiled(
        "docs/vector-stores.md",
        "tests/Qwen3.Connectors.Adapters.Tests/VectorData/VectorStoresPageTests.cs",
        except: "async Task SearchAsync(VectorStore store)");

    [Fact]
    public void Its_numbers_are_the_options_defaults()
    {
        Assert.Contains($"`Candidates` records ({new SearchRerankingOptions().Candidates})", s_page, StringComparison.Ordinal);
        Assert.Equal(200, new TwoStageSearchOptions { ShortProperty = "a", FullProperty = "b" }.Candidates);
    }

#pragma warning disable xUnit1051 // As on the page.
    private static async Task RunAsync(VectorStore store, StringWriter Console)
    {
        var notes = store.GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new Note { Id = 1, Text = "The capital of China is Beijing." });
        await foreach (var result in notes.SearchAsync("What is the capital of China?", top: 3))
        {
            Console.WriteLine($"{result.Score:F3} {result.Record.Text}");
        }
    }
#pragma warning restore xUnit1051

    internal sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        public string Text { get; set; } = "";

        [VectorStoreVector(256)]
        public string Embedding => Text;
    }
}
