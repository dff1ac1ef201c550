// Text search is experimental.
#pragma warning disable SKEXP0001

using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
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
        var document = await kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateVectorAsync(golden.Documents[0], cancellationToken: Cancellation);
        var query = await kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query)
            .GenerateVectorAsync(golden.Queries[0], cancellationToken: Cancellation);
        Assert.Equal(golden.DocumentEmbeddings[0][0], document.Span[0], 1e-5);
        Assert.Equal(golden.QueryEmbeddings[0][0], query.Span[0], 1e-5);
        Assert.NotNull(kernel.Services.GetService<IEmbeddingGenerator>());
        var ranking = await kernel.GetRequiredService<ITextReranker>().RerankAsync(Question, s_documents, cancellationToken: Cancellation);
        Assert.Equal(1, ranking[0].Index);
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
            var vector = await kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(key).GenerateVectorAsync("a", cancellationToken: Cancellation);
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
            filter.Results.RerankOptions = new() { TopN = 1 };
        });
        builder.Plugins.AddFromFunctions("docs", [KernelFunctionFactory.CreateFromMethod((string query) => s_documents, "find")]);
        var result = await builder.Build().InvokeAsync<string[]>("docs", "find", new() { ["query"] = Question }, Cancellation);
        Assert.Equal([s_documents[1]], result!);
    }

    [Fact]
    public void A_filter_that_names_nothing_fails_when_the_kernel_is_built()
    {
        var builder = Builder().AddQwen3RerankingFilter(_ => { });
        Assert.Throws<ArgumentException>(() => builder.Build().FunctionInvocationFilters.Count);
    }

    [Fact]
    public async Task The_plugin_understands_arguments_as_semantic_kernel_brings_them()
    {
        // Semantic Kernel makes strings of all arguments that a model gives.
        var builder = Builder();
        builder.Plugins.AddQwen3Plugin(withEmbed: true);
        var kernel = builder.Build();
        var rerank = new KernelArguments { ["query"] = Question, ["documents"] = JsonSerializer.Serialize(s_documents), ["topN"] = "1" };
        var best = await kernel.InvokeAsync<JsonElement>("qwen3", "rerank", rerank, Cancellation);
        Assert.Equal((1, s_documents[1]), (best[0].GetProperty("index").GetInt32(), best[0].GetProperty("text").GetString()));
        var similarity = new KernelArguments { ["text"] = "a small sweet cake", ["others"] = """["a network protocol","a sweet biscuit"]""" };
        var cosines = await kernel.InvokeAsync<JsonElement>("qwen3", "similarity", similarity, Cancellation);
        Assert.True(cosines[1].GetDouble() > cosines[0].GetDouble());
        var vector = await kernel.InvokeAsync<JsonElement>("qwen3", "embed", new() { ["text"] = "a", ["role"] = "query", ["dimensions"] = "32" }, Cancellation);
        Assert.Equal(32, vector.GetArrayLength());
        Assert.Equal(["documents", "query", "topN"], kernel.Plugins["qwen3"]["rerank"].Metadata.Parameters.Select(parameter => parameter.Name).Order());
    }

    [Fact]
    public void The_plugin_has_the_functions_that_there_are_models_for()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        Assert.Equal(["rerank"], Qwen3Plugin.Create(reranker).Select(function => function.Name));
        Assert.Throws<ArgumentException>(() => Qwen3Plugin.Create(null));
        Assert.Throws<ArgumentException>(() => Qwen3Plugin.Create(reranker, withEmbed: true));
    }

    private static IKernelBuilder Builder() => Kernel.CreateBuilder()
        .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
        .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile);
}
