// Text search, what adds its results to a prompt and threads are experimental.
#pragma warning disable SKEXP0001, SKEXP0110, SKEXP0130

using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.Connectors.InMemory;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Agents;

/// <summary>The code of docs/semantic-kernel.md, compiled and run, and its tables.</summary>
public class SemanticKernelPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_code_of_the_page_reranks()
    {
        var builder = Kernel.CreateBuilder()
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile)
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile)
            .AddQwen3RerankingFilter(filter =>
            {
                filter.Functions.Add("docs.search");
                filter.RerankOptions = new() { TopN = 3 };
            });

        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var store = new InMemoryVectorStore(new() { EmbeddingGenerator = documents });
        var collection = store.GetCollection<int, Passage>("passages");
        await collection.EnsureCollectionExistsAsync(Cancellation);
        await collection.UpsertAsync(GoldenModels.Load().Documents.Select((text, i) => new Passage { Id = i, Text = text }), Cancellation);
        builder.Services.AddSingleton<IVectorSearchable<Passage>>(collection);

        builder.AddQwen3TextSearch<Passage>(search => search.Candidates = 50);
        var kernel = builder.Build();
        var passages = kernel.GetRequiredService<RerankingTextSearch<Passage>>();

        var thread = new ChatHistoryAgentThread();
        kernel.Plugins.Add(passages.CreateWithGetTextSearchResults("docs"));
        thread.AIContextProviders.Add(new TextSearchProvider(passages, options: new() { Top = 3 }));

        var reranker = kernel.GetRequiredService<ITextReranker>();
        var generator = kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        kernel.Plugins.Add(Qwen3Plugin.Create(reranker, generator));

        var found = await kernel.InvokeAsync<List<TextSearchResult>>(
            "docs", "GetTextSearchResults", new() { ["query"] = "What is the capital of China?" }, Cancellation);
        Assert.Equal("The capital of China is Beijing.", found![0].Value);
        Assert.Equal(2, kernel.Plugins["qwen3"].FunctionCount);
    }

    [Fact]
    public void The_page_has_this_code_and_the_options_that_there_are()
    {
        PageSnippets.AssertCompiled(
            "docs/semantic-kernel.md",
            "tests/Qwen3.Connectors.Adapters.Tests/Stores/Agents/SemanticKernelPageTests.cs",
            except: ["void AddContext(ChatHistoryAgentThread thread, RerankingTextSearch passages)", "internal sealed class Passage"]);

        var options = File.ReadLines(TestData.File("docs", "semantic-kernel.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])
            .ToHashSet();
        Type[] types = [typeof(RerankingFunctionFilterOptions), typeof(RerankingTextSearchOptions)];
        var own = types.SelectMany(type => type.GetProperties(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public));
        Assert.Equal(own.Select(property => property.Name).Distinct().Order(), options.Order());
    }

    private sealed class Passage
    {
        [VectorStoreKey]
        public int Id { get; init; }

        [VectorStoreData]
        [TextSearchResultValue]
        public string Text { get; init; } = "";

        [VectorStoreVector(256)]
        public string Embedding => Text;
    }
}
