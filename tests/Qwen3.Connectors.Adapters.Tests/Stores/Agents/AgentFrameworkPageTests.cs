using System.Numerics.Tensors;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Adapters.Tests.Samples;
using Qwen3.Connectors.Tests;

// A reader's program has no test to be cancelled by.
#pragma warning disable xUnit1051

namespace Qwen3.Connectors.Adapters.Tests.Stores.Agents;

/// <summary>The code of docs/agent-framework.md, compiled and run in an agent.</summary>
public class AgentFrameworkPageTests
{
    private const string Best = "Converts audio files between MP3, Ogg Vorbis and FLAC.";

    private static readonly string[] s_texts =
    [
        "Replaces text in many files at once by regular expressions.", "Compares two text files and shows the lines that differ.",
        "Records and displays network packets for finding faults in protocols.", Best,
        "Edits audio files: cut, copy, mix and add effects to recordings.",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_gets_the_best_passages_first_and_the_nearest_where_reranking_fails(bool works)
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        using var chat = new ScriptedChatClient("done");
        var index = await documents.GenerateAsync(s_texts);

        using var queries = documents.AsQueryGenerator();
        var results = new ResultReranker(reranker, new()
        {
            TextSelector = result => ((TextSearchProvider.TextSearchResult)result).Text,
            FailurePolicy = RerankFailurePolicy.KeepOrder,
            OnFailure = exception => Console.Error.WriteLine($"Reranking failed ({exception.GetType().Name}): nearest first."),
        });

        async Task<IEnumerable<TextSearchProvider.TextSearchResult>> SearchAsync(string input, CancellationToken cancellationToken)
        {
            // The input may be several messages, one per line, the newest last. The reranker reads the query once per document.
            var question = input.Length <= 1000 ? input : input[^1000..];
            var vector = await queries.GenerateVectorAsync(question, cancellationToken: cancellationToken);
            var found = FindNearest(vector, 50).Select(
                passage => new TextSearchProvider.TextSearchResult { SourceName = passage.Title, Text = passage.Text });
            var ranked = await results.RerankAsync(question, found.ToList(), cancellationToken);
            return ((IEnumerable<TextSearchProvider.TextSearchResult>)ranked!).Take(3);
        }

        var agent = new ChatClientAgent(chat, new ChatClientAgentOptions { AIContextProviders = [new TextSearchProvider(SearchAsync)] });

        if (!works)
        {
            reranker.Dispose();
        }

        Assert.Equal("done", (await agent.RunAsync("MP3 converter")).Text);
        var given = string.Join('\n', Given(chat))
            .Split('\n')
            .Where(line => line.StartsWith("Contents: ", StringComparison.Ordinal))
            .Select(line => line[10..].Trim())
            .ToList();
        Assert.Equal(3, given.Count);
        Assert.Equal(works ? Best : s_texts[0], given[0]);

        IEnumerable<(string Title, string Text)> FindNearest(ReadOnlyMemory<float> vector, int count) => s_texts
            .Zip(index, (text, embedding) => (Text: text, Similarity: TensorPrimitives.Dot(embedding.Vector.Span, vector.Span)))
            .OrderByDescending(passage => passage.Similarity)
            .Take(count)
            .Select(passage => ("programs", passage.Text));

        static IEnumerable<string> Given(ScriptedChatClient chat) => chat.Calls[^1].Messages.Select(message => message.Text);
    }

    [Fact]
    public void The_page_has_this_code() => PageSnippets.AssertCompiled(
        "docs/agent-framework.md",
        "tests/Qwen3.Connectors.Adapters.Tests/Stores/Agents/AgentFrameworkPageTests.cs",
        except:
        [
            "var chat = ConnectToChatModel();",
            "IChatClient ConnectToChatModel() => throw new NotImplementedException();",
            "IEnumerable<(string Title, string Text)> FindNearest(ReadOnlyMemory<float> vector, int count) => throw new "
            + "NotImplementedException();",
        ]);
}
