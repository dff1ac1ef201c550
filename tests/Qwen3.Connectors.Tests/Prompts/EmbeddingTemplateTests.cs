using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Tests.Prompts;

public class EmbeddingTemplateTests
{
    [Fact]
    public void A_document_has_no_prefix() => Assert.Equal("", EmbeddingTemplate.PrefixOf(EmbeddingRole.Document, "ignored"));

    [Fact]
    public void A_query_follows_its_instruction_without_a_space() =>
        Assert.Equal(
            "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:What is the capital of China?",
            EmbeddingTemplate.PrefixOf(EmbeddingRole.Query, TaskInstructions.WebSearch) + "What is the capital of China?");

    [Fact]
    public void An_empty_query_keeps_its_instruction() =>
        Assert.Equal("Instruct: task\nQuery:", EmbeddingTemplate.PrefixOf(EmbeddingRole.Query, "task"));
}
