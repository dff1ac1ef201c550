using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.VectorData;
using Samples;

namespace SemanticKernelAgent;

/// <summary>
/// Runs an agent whose search function reads a local store and whose results a function filter reranks. Without a chat model, prints what
/// the agent would be given.
/// </summary>
internal static class AgentProgram
{
    private const int TopN = 3;

    private const string Instructions =
        "Answer the user's question in one sentence. Use only what notes.search returns, and name its source.";

    // The bundled models are small: good at keyword queries, weak at long questions.
    private static readonly string[] s_questions =
        ["recover deleted files", "MP3 converter", "remove duplicates from a list", "What is the capital of China?"];

    public static async Task<int> RunAsync(IChatClient? chat, string storePath, TextWriter output, TextWriter error)
    {
        try
        {
            await RunAsync(chat, storePath, output);
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

    private static async Task RunAsync(IChatClient? chat, string storePath, TextWriter output)
    {
        var builder = Kernel.CreateBuilder()
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = SampleFiles.EmbeddingModel)
            .AddQwen3Reranker(options => options.ModelPath = SampleFiles.RerankerModel)
            .AddQwen3RerankingFilter(filter =>
            {
                filter.Functions.Add("notes.search");
                filter.RerankOptions = new() { TopN = TopN };
            });
        builder.Services.AddQwen3LocalStore(storePath);
        if (chat is not null)
        {
            // A chat client does not call kernel functions without this decorator.
            builder.Services.AddChatClient(chat).UseKernelFunctionInvocation();
        }

        var kernel = builder.Build();
        await using var services = (ServiceProvider)kernel.Services;

        // No reranker here: the filter reranks what the function returns, so that it works for every search function.
        using var memory = new Qwen3Memory(
            kernel.GetRequiredService<VectorStore>(),
            kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            options: new() { Chunking = new() { MaxTokens = 120, OverlapTokens = 0, MinTokens = 0 } },
            leaveOpen: true);
        var stored = await memory.AddAsync(
            SampleFiles.ReadTexts().Select(text => new MemoryDocument(text.Name, text.Text) { Tags = [text.Language] }));
        var plugin = new NotesPlugin(memory);
        kernel.Plugins.AddFromObject(plugin, "notes");

        output.WriteLine($"Stored {stored} passages. notes.search returns the {NotesPlugin.FoundCount} nearest; a filter reranks them");
        output.WriteLine($"and the agent gets the best {TopN}.");
        foreach (var question in s_questions)
        {
            await ShowAsync(kernel, plugin, question, output);
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

    private static async Task ShowAsync(Kernel kernel, NotesPlugin plugin, string question, TextWriter output)
    {
        var found = await plugin.SearchAsync(question);
        var given = (await kernel.InvokeAsync<List<Note>>("notes", "search", new() { ["query"] = question }))!;
        output.WriteLine();
        output.WriteLine($"notes.search(\"{question}\")");
        foreach (var (i, note) in given.Index())
        {
            var text = string.Join(' ', note.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            output.WriteLine($"  {i + 1}  {note.Source}  {text[..Math.Min(80, text.Length)]}  (was {found.IndexOf(note) + 1})");
        }
    }

    private static async Task AnswerAsync(Kernel kernel, TextWriter output)
    {
        var chat = kernel.GetRequiredService<IChatClient>().AsChatCompletionService();
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        foreach (var question in s_questions)
        {
            output.WriteLine($"user   {question}");
            var history = new ChatHistory(Instructions);
            history.AddUserMessage(question);
            var answer = await chat.GetChatMessageContentAsync(history, settings, kernel);
            output.WriteLine($"agent  {answer.Content}");
        }
    }
}
