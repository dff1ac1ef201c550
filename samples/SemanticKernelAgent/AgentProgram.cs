using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Qwen3.Connectors;
using Qwen3.Connectors.Inference;

namespace SemanticKernelAgent;

/// <summary>An agent whose search function is reranked by a filter. Without a chat model it shows what the agent's model would read.</summary>
internal static class AgentProgram
{
    private const int GivenCount = 3;

    // Keyword queries, which the bundled models are good at; with real models ask what you like.
    private static readonly string[] s_queries = ["recover deleted files", "MP3 converter", "which program uses my network connection"];

    public static async Task<int> RunAsync(IChatClient? chat, TextWriter output, TextWriter error)
    {
        try
        {
            await RunAsync(chat, output);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidModelException)
        {
            error.WriteLine($"semantic-kernel-agent: {exception.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
        catch (Exception exception) when (exception is HttpOperationException or HttpRequestException or ClientResultException or AggregateException)
        {
            error.WriteLine($"semantic-kernel-agent: the chat model did not answer: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    private static async Task RunAsync(IChatClient? chat, TextWriter output)
    {
        var builder = Kernel.CreateBuilder()
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = Model("qwen3-mini-embedding.Q8_0.gguf"))
            .AddQwen3Reranker(options => options.ModelPath = Model("qwen3-mini-reranker.Q8_0.gguf"))
            .AddQwen3RerankingFilter(filter =>
            {
                filter.Functions.Add("programs.search");
                filter.RerankOptions = new() { TopN = GivenCount };
            });
        if (chat is not null)
        {
            // A chat client by itself does not call a kernel's functions.
            builder.Services.AddChatClient(chat).UseKernelFunctionInvocation();
        }

        var kernel = builder.Build();
        await using var services = (ServiceProvider)kernel.Services;
        var catalog = await ProgramCatalog.CreateAsync(
            kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query));
        kernel.Plugins.AddFromObject(catalog, "programs");

        output.WriteLine($"A search function finds {ProgramCatalog.FoundCount} programs in a vector store; a filter reranks them and leaves the best {GivenCount} to the agent.");
        foreach (var query in s_queries)
        {
            await ShowAsync(kernel, catalog, query, output);
        }

        output.WriteLine();
        if (chat is null)
        {
            output.WriteLine($"No chat model: set {ChatModel.Endpoint} and {ChatModel.Model} to a server with OpenAI's interface, and the agent answers.");
        }
        else
        {
            await AnswerAsync(kernel, output);
        }
    }

    private static async Task ShowAsync(Kernel kernel, ProgramCatalog catalog, string query, TextWriter output)
    {
        var found = await catalog.SearchAsync(query);
        var given = (await kernel.InvokeAsync<List<string>>("programs", "search", new() { ["query"] = query }))!;

        output.WriteLine();
        output.WriteLine($"programs.search(\"{query}\")");
        output.WriteLine("  found, nearest first");
        foreach (var (i, description) in found.Index())
        {
            output.WriteLine($"    {i + 1}  {description}");
        }

        output.WriteLine("  given to the agent, reranked");
        foreach (var (i, description) in given.Index())
        {
            output.WriteLine($"    {i + 1}  {description}  (was {found.IndexOf(description) + 1})");
        }
    }

    private static async Task AnswerAsync(Kernel kernel, TextWriter output)
    {
        var agent = new ChatCompletionAgent
        {
            Name = "librarian",
            Instructions = "Recommend one program for what the user wants, from what programs.search finds and from nothing else. Answer in one sentence.",
            Kernel = kernel,
            Arguments = new KernelArguments(new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
        };
        foreach (var query in s_queries)
        {
            output.WriteLine($"user   {query}");
            await foreach (var answer in agent.InvokeAsync(query))
            {
                output.WriteLine($"agent  {answer.Message.Content}");
            }
        }
    }

    private static string Model(string name) => Path.Combine(AppContext.BaseDirectory, "models", name);
}
