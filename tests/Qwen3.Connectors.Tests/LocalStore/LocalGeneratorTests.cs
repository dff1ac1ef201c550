using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.LocalStore;

public sealed class LocalGeneratorTests : IDisposable
{
    private const int Dimensions = 256;

    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static VectorStoreCollectionDefinition Definition => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreDataProperty("Text", typeof(string)),
            new VectorStoreVectorProperty("Vector", typeof(string), Dimensions),
        ],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_are_embedded_as_documents_and_searches_as_queries()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var golden = GoldenModels.Load();
        var collection = await OpenAsync(generator);
        await collection.UpsertAsync(
            golden.Documents.Select((text, i) => new Dictionary<string, object?> { ["Id"] = i, ["Text"] = text, ["Vector"] = text }),
            Cancellation);

        for (var q = 0; q < golden.Queries.Length; q++)
        {
            var results = await collection.SearchAsync(golden.Queries[q], 100, null, Cancellation).ToListAsync(Cancellation);
            Assert.Equal(golden.Documents.Length, results.Count);
            Assert.All(results, result => Assert.Equal(
                golden.QueryEmbeddings[q].Zip(golden.DocumentEmbeddings[(int)result.Record["Id"]!], (a, b) => a * b).Sum(),
                result.Score!.Value,
                1e-3));
        }
    }

    [Fact]
    public async Task A_record_without_a_text_has_no_vector_and_is_not_embedded()
    {
        using var generator = new NamedGenerator("a");
        var collection = await OpenAsync(generator);
        await collection.UpsertAsync(
            [new() { ["Id"] = 1, ["Vector"] = null }, new() { ["Id"] = 2, ["Vector"] = "text" }], Cancellation);
        Assert.Equal(1, generator.Texts);
        Assert.Equal(2, Assert.Single(await collection.SearchAsync("x", 9, null, Cancellation).ToListAsync(Cancellation)).Record["Id"]);
        await Assert.ThrowsAsync<NotSupportedException>(() => collection.GetAsync(1, new() { IncludeVectors = true }, Cancellation));
    }

    [Fact]
    public async Task Vectors_of_another_model_or_instruction_are_refused_for_writing_and_searching()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var record = new Dictionary<string, object?> { ["Id"] = 1, ["Vector"] = "text" };
        await (await OpenAsync(generator)).UpsertAsync(record, Cancellation);

        using var other = new NamedGenerator("other");
        var collection = await OpenAsync(other);
        var exception = await Assert.ThrowsAsync<VectorSpaceMismatchException>(() => collection.UpsertAsync(record, Cancellation));
        Assert.Contains("embed all documents again", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VectorSpaceMismatchException>(
            async () => await collection.SearchAsync("text", 1, null, Cancellation).ToListAsync(Cancellation));
        var vector = await other.GenerateVectorAsync("text", cancellationToken: Cancellation);
        await Assert.ThrowsAsync<VectorSpaceMismatchException>(
            async () => await collection.SearchAsync(vector, 1, null, Cancellation).ToListAsync(Cancellation));

        // Queries may search documents; they are not stored beside them.
        var queries = await OpenAsync(generator.AsQueryGenerator());
        Assert.Single(await queries.SearchAsync("text", 1, null, Cancellation).ToListAsync(Cancellation));
        await Assert.ThrowsAsync<VectorSpaceMismatchException>(() => queries.UpsertAsync(record, Cancellation));
    }

    [Fact]
    public async Task A_generator_of_another_library_is_known_by_the_name_of_its_model()
    {
        using var a = new NamedGenerator("a");
        using var b = new NamedGenerator("b");
        var record = new Dictionary<string, object?> { ["Id"] = 1, ["Vector"] = "text" };
        await (await OpenAsync(a)).UpsertAsync(record, Cancellation);
        await (await OpenAsync(a)).UpsertAsync(record, Cancellation);
        await Assert.ThrowsAsync<VectorSpaceMismatchException>(async () => await (await OpenAsync(b)).UpsertAsync(record, Cancellation));
    }

    [Fact]
    public async Task A_generator_of_other_dimensions_is_refused_before_it_embeds()
    {
        using var generator = new NamedGenerator("a", 8);
        var collection = await OpenAsync(generator);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => collection.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1, ["Vector"] = "text" }, Cancellation));
        Assert.Equal(0, generator.Texts);
    }

    [Fact]
    public void A_registered_store_is_one_object_with_the_registered_generator()
    {
        using var plain = new NamedGenerator("plain");
        using var keyed = new NamedGenerator("keyed");
        using var provider = new ServiceCollection()
            .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(plain)
            .AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>("key", keyed)
            .AddQwen3LocalStore(_folder.File)
            .AddKeyedQwen3LocalStore("key", _folder.File + "2", options => options.ScanEncoding = VectorEncoding.Int8)
            .AddKeyedQwen3LocalStore("other", _folder.File + "3")
            .BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<LocalVectorStore>(), provider.GetRequiredService<VectorStore>());
        Assert.Same(provider.GetRequiredKeyedService<LocalVectorStore>("key"), provider.GetRequiredKeyedService<VectorStore>("key"));
        Assert.Equal(_folder.File + "2", provider.GetRequiredKeyedService<LocalVectorStore>("key").Path);

        // A text property needs a generator, which comes from the container.
        Assert.NotNull(provider.GetRequiredService<VectorStore>().GetDynamicCollection("x", Definition));
        Assert.NotNull(provider.GetRequiredKeyedService<VectorStore>("other").GetDynamicCollection("x", Definition));
    }

    private async Task<VectorStoreCollection<object, Dictionary<string, object?>>> OpenAsync(IEmbeddingGenerator generator)
    {
        var collection = _folder.Open(new() { EmbeddingGenerator = generator }).GetDynamicCollection("texts", Definition);
        await collection.EnsureCollectionExistsAsync(Cancellation);
        return collection;
    }
}
