using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Qwen3.Connectors;
using Qwen3.Connectors.LocalStore;
using Qwen3.Connectors.VectorData;
using Samples;

namespace AgentFramework;

/// <summary>
/// Runs an agent of Microsoft Agent Framework that is given the best passages of a memory with every question. Without a chat model, prints
/// what the agent would send to it.
/// </summary>
internal static class AgentFrameworkProgram
{
    private const int Top = 3;

    private static readonly string[] s_questions =
        ["recover deleted files", "how do I repair a bicycle puncture", "retry with exponential backoff"];

    public static async Task RunAsync(IChatClient? chat, string storePath, TextWriter output)
    {
        using var generator = Qwen3EmbeddingGenerator.Load(SampleFiles.EmbeddingModel);
        using var reranker = Qwen3Reranker.Load(SampleFiles.RerankerModel);
        using var memory = new Qwen3Memory(
            new LocalVectorStore(storePath),
            generator,
            reranker,
            new() { Chunking = new() { MaxTokens = 120, OverlapTokens = 0, MinTokens = 0 } });
        var stored = await memory.AddAsync(
            SampleFiles.ReadTexts().Select(text => new MemoryDocument(text.Name, text.Text) { Tags = [text.Language] }));
        output.WriteLine($"Stored {stored} passages. The agent is given the best {Top} with every question.");

        using var printing = new PrintingChatClient(output);
        var agent = new ChatClientAgent(chat ?? printing, new ChatClientAgentOptions
        {
            Name = "librarian",
            ChatOptions = new() { Instructions = "Answer in one sentence, from the given context only, and name its source." },
            AIContextProviders = [new TextSearchProvider(SearchAsync)],
        });
        foreach (var question in s_questions)
        {
            output.WriteLine();
            output.WriteLine($"user   {question}");
            output.WriteLine($"agent  {(await agent.RunAsync(question)).Text}");
        }

        if (chat is null)
        {
            output.WriteLine();
            output.WriteLine($"To run the agent, set {ChatModel.Endpoint} and {ChatModel.Model} to those of an OpenAI-compatible server.");
        }

        async Task<IEnumerable<TextSearchProvider.TextSearchResult>> SearchAsync(string input, CancellationToken cancellationToken)
        {
            var hits = await memory.SearchAsync(input, Top, cancellationToken: cancellationToken);
            return hits.Select(hit => new TextSearchProvider.TextSearchResult
            {
                SourceName = $"{hit.Source}:{hit.Record.StartLine}",
                Text = string.Join(' ', hit.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            });
        }
    }
}
