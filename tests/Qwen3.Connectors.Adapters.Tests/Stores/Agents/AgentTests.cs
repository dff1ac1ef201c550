// Text search, what adds its results to a prompt, and its older interface: experimental and obsolete, and what agents take.
#pragma warning disable SKEXP0001, SKEXP0110, SKEXP0130, CS0618

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.Connectors.InMemory;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.Tests;
using SemanticKernelAgent;

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

    [Fact]
    public async Task The_sample_runs_without_a_chat_model_and_with_one()
    {
        var (exitCode, output, error) = await RunAsync(null);
        Assert.Equal((0, ""), (exitCode, error));
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToList();
        var query = lines.IndexOf($"programs.search(\"{Question}\")");
        Assert.Equal("    4  " + Best, lines[query + 5]);
        Assert.Equal($"    1  {Best}  (was 4)", lines[query + 9]);
        Assert.Contains("To run the agent, set CHAT_ENDPOINT", output, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));

        (exitCode, output, error) = await RunAsync(_chat);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(3, output.Split('\n').Count(line => line.TrimEnd() == "agent  done"));
        var given = _chat.ToolResults.Select(Assert.IsType<List<string>>).ToList();
        Assert.Equal([3, 3, 3], given.Select(results => results.Count));
        Assert.Equal(Best, given[1][0]);
    }

    [Theory]
    [InlineData(null, null, true, false)]
    [InlineData("http://localhost:1/v1", "m", true, true)]
    [InlineData("http://localhost:1/v1", null, false, false)]
    [InlineData(null, "m", false, false)]
    [InlineData("localhost", "m", false, false)]
    public void The_samples_chat_model_comes_from_the_environment(string? endpoint, string? model, bool isAccepted, bool isThere)
    {
        using var error = new StringWriter();
        Assert.Equal(
            isAccepted,
            ChatModel.TryCreate(
                name => name switch { ChatModel.Endpoint => endpoint, ChatModel.Model => model, _ => null }, error, out var chat));
        Assert.Equal((isThere, isAccepted), (chat is not null, error.ToString().Length == 0));
        chat?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _documents.Dispose();
        _reranker.Dispose();
        _chat.Dispose();
        _queries.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(IChatClient? chat)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await AgentProgram.RunAsync(chat, output, error);
        return (exitCode, output.ToString(), error.ToString());
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
