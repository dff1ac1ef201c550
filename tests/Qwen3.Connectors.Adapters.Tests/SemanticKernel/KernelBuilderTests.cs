// Text search is experimental.
#pragma warning disable SKEXP0001

using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.Adapters.Tests.VectorData;
using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.SemanticKernel;

/// <summary>Kernels with the bundled models.</summary>
public class KernelBuilderTests
{
    private const string Question = "What is the capital of China?";

    private static readonly string[] s_documents = ["Gravity is a force.", "The capital of China is Beijing."];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kernel_has_generators_of_both_roles_and_a_reranker()
    {
        var kernel = Builder().Build();
        var golden = GoldenModels.Load();
        var document = await kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateVectorAsync(
            golden.Documents[0], cancellationToken: Cancellation);
        var query = await kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query)
            .GenerateVectorAsync(golden.Queries[0], cancellationToken: Cancellation);
        Assert.Equal(golden.DocumentEmbeddings[0][0], document.Span[0], 1e-5);
        Assert.Equal(golden.QueryEmbeddings[0][0], query.Span[0], 1e-5);
        Assert.NotNull(kernel.Services.GetService<IEmbeddingGenerator>());
        var ranking = await kernel.GetRequiredService<ITextReranker>().RerankAsync(Question, s_documents, cancellationToken: Cancellation);
        Assert.Equal(1, ranking[0].Index);
    }

    [Fact]
    public async Task A_kernel_has_a_local_store_that_embeds_with_its_generator_and_can_be_reranked()
    {
        var folder = Directory.CreateTempSubdirectory("qwen3-store-");
        try
        {
            var builder = Builder();
            builder.AddQwen3LocalStore(Path.Combine(folder.FullName, "kernel.db"));
            await using var services = builder.Services.BuildServiceProvider();
            using var store = services.GetRequiredService<VectorStore>().AsBuilder()
                .UseReranking(services.GetRequiredService<ITextReranker>()).Build();
            var collection = store.GetDynamicCollection("documents", new()
            {
                Properties =
                [
                    new VectorStoreKeyProperty("Id", typeof(int)),
                    new VectorStoreDataProperty("Text", typeof(string)) { IsFullTextIndexed = true },
                    new VectorStoreVectorProperty("Vector", typeof(string), 256),
                ],
            });
            await collection.EnsureCollectionExistsAsync(Cancellation);
            await collection.UpsertAsync(
                s_documents.Select((text, id) => new Dictionary<string, object?> { ["Id"] = id, ["Text"] = text, ["Vector"] = text }),
                Cancellation);

            var results = await collection.SearchAsync(Question, 2, null, Cancellation).ToListAsync(Cancellation);
            Assert.Equal([1, 0], results.Select(result => result.Record["Id"]));
            var hybrid = Assert.IsType<IKeywordHybridSearchable<Dictionary<string, object?>>>(collection, exactMatch: false);
            Assert.Equal(2, await hybrid.HybridSearchAsync(Question, ["beijing"], 2, null, Cancellation).CountAsync(Cancellation));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_service_id_is_a_key_and_a_section_of_a_configuration_will_do()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["e:ModelPath"] = GoldenModels.EmbeddingFile,
            ["e:Dimensions"] = "64",
            ["r:ModelPath"] = GoldenModels.RerankerFile,
        }).Build();
        var builder = Kernel.CreateBuilder()
            .AddQwen3EmbeddingGenerator(configuration.GetSection("e"), "small")
            .AddQwen3Reranker(configuration.GetSection("r"), "small")
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile, "large")
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile, "large")
            .AddQwen3EmbeddingGenerator(configuration.GetSection("e"))
            .AddQwen3Reranker(configuration.GetSection("r"));
        var kernel = builder.Build();
        foreach (var (key, width) in new[] { ("small", 64), ("large", 256), (null, 64) })
        {
            var generator = kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(key);
            var vector = await generator.GenerateVectorAsync("a", cancellationToken: Cancellation);
            Assert.Equal(width, vector.Length);
            Assert.Single(await kernel.GetRequiredService<ITextReranker>(key).RerankAsync("a", ["a"], cancellationToken: Cancellation));
        }
    }

    [Fact]
    public async Task A_filter_of_the_builder_reranks_what_a_plugin_finds()
    {
        var builder = Builder().AddQwen3RerankingFilter(filter =>
        {
            filter.Plugins.Add("docs");
            filter.RerankOptions = new() { TopN = 1 };
        });
        builder.Plugins.AddFromFunctions("docs", [KernelFunctionFactory.CreateFromMethod((string query) => s_documents, "find")]);
        var result = await builder.Build().InvokeAsync<string[]>("docs", "find", new() { ["query"] = Question }, Cancellation);
        Assert.Equal([s_documents[1]], result!);
    }

    [Fact]
    public void A_filter_without_functions_fails_when_the_kernel_is_built()
    {
        var builder = Builder().AddQwen3RerankingFilter(_ => { });
        Assert.Throws<ArgumentException>(() => builder.Build().FunctionInvocationFilters.Count);
    }

    [Fact]
    public async Task The_plugin_reads_arguments_as_semantic_kernel_passes_them()
    {
        // Semantic Kernel converts all arguments of a model's call to strings.
        var builder = Builder();
        builder.Plugins.AddQwen3Plugin(withEmbed: true);
        var kernel = builder.Build();
        var rerank = new KernelArguments { ["query"] = Question, ["documents"] = JsonSerializer.Serialize(s_documents), ["topN"] = "1" };
        var best = await kernel.InvokeAsync<JsonElement>("qwen3", "rerank", rerank, Cancellation);
        Assert.Equal((1, s_documents[1]), (best[0].GetProperty("index").GetInt32(), best[0].GetProperty("text").GetString()));
        var similarity = new KernelArguments
        {
            ["text"] = "a small sweet cake",
            ["others"] = """["a network protocol","a sweet biscuit"]""",
        };
        var cosines = await kernel.InvokeAsync<JsonElement>("qwen3", "similarity", similarity, Cancellation);
        Assert.True(cosines[1].GetDouble() > cosines[0].GetDouble());
        var vector = await kernel.InvokeAsync<JsonElement>(
            "qwen3", "embed", new() { ["text"] = "a", ["role"] = "query", ["dimensions"] = "32" }, Cancellation);
        Assert.Equal(32, vector.GetArrayLength());
        Assert.Equal(
            ["documents", "query", "topN"],
            kernel.Plugins["qwen3"]["rerank"].Metadata.Parameters.Select(parameter => parameter.Name).Order());
    }

    [Fact]
    public void The_plugin_has_the_functions_whose_models_exist()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        Assert.Equal(["rerank"], Qwen3Plugin.Create(reranker).Select(function => function.Name));
        Assert.Throws<ArgumentException>(() => Qwen3Plugin.Create(null));
        Assert.Throws<ArgumentException>(() => Qwen3Plugin.Create(reranker, withEmbed: true));
    }

    [Theory]
    [InlineData(null, null, null, 256)]
    [InlineData(null, "small", null, 64)]
    [InlineData("small", null, null, 64)]
    [InlineData("other", null, null, 256)]
    [InlineData("other", "small", "small", 64)]
    public async Task A_text_search_embeds_queries_with_the_generator_of_its_key(
        string? serviceId, string? generatorId, string? rerankerId, int dimensions)
    {
        using var collection = new RecordingCollection<int, Passage>(
            "passages", [.. s_documents.Select((text, i) => new Passage { Id = i, Text = text })]);
        var builder = Builder()
            .AddQwen3EmbeddingGenerator(options => (options.ModelPath, options.Dimensions) = (GoldenModels.EmbeddingFile, 64), "small")
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile, "small")
            .AddQwen3TextSearch<Passage>(serviceId: serviceId, generatorServiceId: generatorId, rerankerServiceId: rerankerId);
        builder.Services.AddKeyedSingleton<IVectorSearchable<Passage>>(serviceId, collection);
        var search = builder.Build().GetRequiredService<ITextSearch<Passage>>(serviceId);
        var found = await search.GetSearchResultsAsync(Question, new() { Top = 1 }, Cancellation);
        Assert.Equal(s_documents[1], (await found.Results.SingleAsync(Cancellation)).Text);
        Assert.Equal(dimensions, Length(collection.LastValue));

        static int Length(object? value) => value switch
        {
            ReadOnlyMemory<float> vector => vector.Length,
            Embedding<float> embedding => embedding.Vector.Length,
            _ => 0,
        };
    }

    [Theory]
    [InlineData(null, null, "small", "generatorServiceId")]
    [InlineData(null, "typo", "small", "generatorServiceId")]
    [InlineData("small", null, "typo", "rerankerServiceId")]
    [InlineData(null, "small", null, "rerankerServiceId")]
    public void A_text_search_fails_when_models_have_other_keys_only(
        string? serviceId, string? generatorId, string? rerankerId, string parameter)
    {
        using var collection = new RecordingCollection<int, Passage>("passages");
        var builder = Kernel.CreateBuilder()
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile, "small")
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile, "small")
            .AddQwen3TextSearch<Passage>(serviceId: serviceId, generatorServiceId: generatorId, rerankerServiceId: rerankerId);
        builder.Services.AddKeyedSingleton<IVectorSearchable<Passage>>(serviceId, collection);
        var kernel = builder.Build();
        var exception = Assert.Throws<InvalidOperationException>(
            () => kernel.Services.GetRequiredKeyedService<ITextSearch<Passage>>(serviceId));
        Assert.EndsWith($"expected one of the registered keys 'small' as {parameter}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_search_without_a_generator_leaves_embedding_to_the_store()
    {
        using var collection = new RecordingCollection<int, Passage>("passages", new Passage { Text = s_documents[1] });
        var builder = Kernel.CreateBuilder()
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile)
            .AddQwen3TextSearch<Passage>();
        builder.Services.AddSingleton<IVectorSearchable<Passage>>(collection);
        var found = await builder.Build().GetRequiredService<ITextSearch<Passage>>().SearchAsync(Question, cancellationToken: Cancellation);
        Assert.Equal([s_documents[1]], await found.Results.ToListAsync(Cancellation));
        Assert.Equal(Question, collection.LastValue);
    }

    [Fact]
    public async Task A_plugin_uses_the_models_of_its_key()
    {
        var builder = Kernel.CreateBuilder()
            .AddQwen3EmbeddingGenerator(options => (options.ModelPath, options.Dimensions) = (GoldenModels.EmbeddingFile, 64), "small")
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile, "small");
        builder.Plugins.AddQwen3Plugin(withEmbed: true, serviceId: "small");
        var vector = await builder.Build().InvokeAsync<JsonElement>(
            "qwen3", "embed", new() { ["text"] = "a", ["role"] = "query" }, Cancellation);
        Assert.Equal(64, vector.GetArrayLength());
    }

    private static IKernelBuilder Builder() => Kernel.CreateBuilder()
        .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
        .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile);

    internal sealed class Passage
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        [TextSearchResultValue]
        public string Text { get; set; } = "";

        [VectorStoreVector(256)]
        public string Embedding => Text;
    }
}
