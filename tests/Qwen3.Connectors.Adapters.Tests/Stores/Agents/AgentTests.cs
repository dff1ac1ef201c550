// Text search, what adds its results to a prompt, and its older interface: experimental and obsolete, and what agents take.
#pragma warning disable SKEXP0001, SKEXP0110, SKEXP0130, CS0618

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.Connectors.InMemory;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.Adapters.Tests.Samples;
using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Agents;

/// <summary>A <see cref="ChatCompletionAgent"/> over a vector store with the bundled models, and what its chat model is given.</summary>
public sealed class AgentTests : IAsyncLifetime
{
    private const string Question = "MP3 converter";
    private const string Best = "Converts audio files between MP3, Ogg Vorbis and FLAC.";

    private readonly ScriptedChatClient _chat = new("done");
    private readonly Qwen3EmbeddingGenerator _documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
    private readonly Qwen3Reranker _reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
    private RecordingGenerator _queries = null!;
    private ProgramCatalog _catalog = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _queries = new RecordingGenerator(_documents.AsQueryGenerator());
        _catalog = await ProgramCatalog.CreateAsync(_documents, _queries);
    }

    [Fact]
    public async Task What_a_rag_plugin_finds_reaches_the_chat_model_reranked()
    {
        var plain = await AskAsync(Builder().Build());
        var filtered = await AskAsync(Builder().AddQwen3RerankingFilter(filter =>
        {
            filter.Plugins.Add("programs");
            filter.RerankOptions = new() { TopN = 3 };
        }).Build());

        Assert.Equal(ProgramCatalog.FoundCount, plain.Count);
        Assert.Equal(3, plain.IndexOf(Best));
        Assert.Equal(3, filtered.Count);
        Assert.Equal(0, filtered.IndexOf(Best));
        Assert.All(filtered, text => Assert.Contains(text, plain));

        async Task<List<string>> AskAsync(Kernel kernel)
        {
            kernel.Plugins.AddFromObject(_catalog, "programs");
            var agent = new ChatCompletionAgent
            {
                Kernel = kernel,
                Arguments = new KernelArguments(new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
            };
            Assert.Equal(
                "done", (await agent.InvokeAsync(Question, cancellationToken: Cancellation).SingleAsync(Cancellation)).Message.Content);
            return Assert.IsType<List<string>>(_chat.ToolResults.Last());
        }
    }

    [Fact]
    public async Task A_text_search_provider_gives_the_chat_model_the_best_passages_first()
    {
        var builder = Builder();
        builder.Services.AddSingleton(_catalog.Programs);
        var kernel = builder.AddQwen3TextSearch<ProgramEntry>(options => options.Candidates = 6).Build();
        var search = kernel.GetRequiredService<RerankingTextSearch<ProgramEntry>>();
        var thread = new ChatHistoryAgentThread();
        thread.AIContextProviders.Add(new TextSearchProvider(search, options: new() { Top = 2 }));
        var agent = new ChatCompletionAgent { Kernel = kernel, UseImmutableKernel = true };
        await agent.InvokeAsync(Question, thread, cancellationToken: Cancellation).ToListAsync(Cancellation);

        var given = string.Join('\n', _chat.Calls[^1].Messages.Select(message => message.Text)) + _chat.Calls[^1].Options?.Instructions;
        var contents = given.Split('\n').Where(line => line.StartsWith("Contents: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, contents.Length);
        Assert.Equal("Contents: " + Best, contents[0].Trim());
    }

    [Fact]
    public async Task A_text_search_of_the_container_embeds_what_is_searched_for_as_a_query()
    {
        var builder = Builder();
        builder.Services.AddSingleton(_catalog.Programs);
        var kernel = builder.AddQwen3TextSearch<ProgramEntry>().Build();
        var found = await kernel.GetRequiredService<ITextSearch<ProgramEntry>>().GetSearchResultsAsync(
            Question, new() { Top = 1 }, Cancellation);
        Assert.Equal(Best, (await found.Results.SingleAsync(Cancellation)).Description);
        Assert.Equal([Question], _queries.Texts);
    }

    [Fact]
    public async Task A_text_search_store_is_reranked_through_the_older_interface()
    {
        using var store = new InMemoryVectorStore(new() { EmbeddingGenerator = _documents });
        using var texts = new TextSearchStore<string>(store, "texts", 256);
        await texts.UpsertTextAsync(
            [
                "Replaces text in many files at once by regular expressions.",
                "Compares two text files and shows the lines that differ.",
                Best,
            ],
            Cancellation);
        var search = new RerankingTextSearch(texts, _reranker);
        var found = await search.GetTextSearchResultsAsync(Question, new() { Top = 2 }, Cancellation);
        Assert.Equal(Best, (await found.Results.ToListAsync(Cancellation))[0].Value);
    }

    public ValueTask DisposeAsync()
    {
        _documents.Dispose();
        _reranker.Dispose();
        _chat.Dispose();
        _queries.Dispose();
        return ValueTask.CompletedTask;
    }

    private IKernelBuilder Builder()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddChatClient(_chat).UseKernelFunctionInvocation();
        builder.Services.AddSingleton<ITextReranker>(_reranker);
        builder.Services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query, _queries);
        return builder;
    }
}
