using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Qwen3.Connectors;
using Qwen3.Connectors.Inference;

namespace SemanticKernelAgent;

/// <summary>
/// Runs an agent whose search results are reranked by a function filter. Without a chat model, prints the results that the agent
/// would receive.
/// </summary>
internal static class AgentProgram
{
    private const int TopN = 3;

    // The bundled models are good at keyword queries.
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
        catch (Exception exception) when (
            exception is HttpOperationException or HttpRequestException or ClientResultException or AggregateException)
        {
            var reason = exception.GetBaseException().Message.ReplaceLineEndings(" ");
            error.WriteLine($"semantic-kernel-agent: the chat model did not respond: {reason}");
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
                filter.RerankOptions = new() { TopN = TopN };
            });
        if (chat is not null)
        {
            // A chat client does not call kernel functions without this decorator.
            builder.Services.AddChatClient(chat).UseKernelFunctionInvocation();
        }

        var kernel = builder.Build();
        await using var services = (ServiceProvider)kernel.Services;
        var catalog = await ProgramCatalog.CreateAsync(
            kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query));
        kernel.Plugins.AddFromObject(catalog, "programs");

        var found = ProgramCatalog.FoundCount;
        output.WriteLine($"A search function returns {found} programs of a vector store; a filter reranks them and keeps the best {TopN}.");
        foreach (var query in s_queries)
        {
            await ShowAsync(kernel, catalog, query, output);
        }

        output.WriteLine();
        if (chat is null)
        {
            output.WriteLine("No chat model is configured.");
            output.WriteLine($"To run the agent, set {ChatModel.Endpoint} and {ChatModel.Model} to those of an OpenAI-compatible server.");
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

        output.WriteLine("  returned to the agent, reranked");
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
            Instructions =
                "Recommend one program for the user's task. Choose only from the results of programs.search. Answer in one sentence.",
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
