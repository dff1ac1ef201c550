using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Tests.Prompts;

public class EmbeddingPromptTests
{
    [Fact]
    public void A_document_is_embedded_as_it_stands() =>
        Assert.Equal("  a\ttext\n", EmbeddingPrompt.Build(EmbeddingRole.Document, "ignored", "  a\ttext\n"));

    [Fact]
    public void A_query_follows_its_instruction_without_a_space() =>
        Assert.Equal(
            "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:What is the capital of China?",
            EmbeddingPrompt.Build(EmbeddingRole.Query, TaskInstructions.WebSearch, "What is the capital of China?"));

    [Fact]
    public void An_empty_query_keeps_its_instruction() => Assert.Equal("Instruct: task\nQuery:", EmbeddingPrompt.Build(EmbeddingRole.Query, "task", ""));
}
