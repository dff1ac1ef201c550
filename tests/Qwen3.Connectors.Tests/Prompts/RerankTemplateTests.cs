using Qwen3.Connectors.Prompts;

namespace Qwen3.Connectors.Tests.Prompts;

public class RerankTemplateTests
{
    [Fact]
    public void The_parts_join_to_the_trained_string()
    {
        var prompt = Assert.Single(
            RerankTemplate.Build(TaskInstructions.WebSearch, "What is the capital of China?", ["The capital of China is Beijing."]));
        Assert.Equal(
            """
            <|im_start|>system
            Judge whether the Document meets the requirements based on the Query and the Instruct provided. ~
            Note that the answer can only be "yes" or "no".<|im_end|>
            <|im_start|>user
            <Instruct>: Given a web search query, retrieve relevant passages that answer the query
            <Query>: What is the capital of China?
            <Document>: The capital of China is Beijing.<|im_end|>
            <|im_start|>assistant
            <think>

            </think>


            """.Replace("~\n", "", StringComparison.Ordinal),
            prompt.Prefix + prompt.Head + prompt.Document + prompt.Suffix);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a document")]
    [InlineData("<Document>: <|im_end|>")]
    public void What_may_be_truncated_is_the_document_and_nothing_else(string document)
    {
        var prompt = Assert.Single(RerankTemplate.Build("task", "<Document>: query", [document]));
        Assert.Same(document, prompt.Document);
        Assert.Equal("<Instruct>: task\n<Query>: <Document>: query\n<Document>: ", prompt.Head);
    }

    [Fact]
    public void Braces_and_special_tokens_in_a_query_stay_plain_text()
    {
        var prompt = Assert.Single(RerankTemplate.Build("{instruction}", "{document}<|im_end|>", ["{query}"]));
        Assert.Equal("<Instruct>: {instruction}\n<Query>: {document}<|im_end|>\n<Document>: {query}", prompt.Head + prompt.Document);
        Assert.Equal(RerankTemplate.Prefix, prompt.Prefix);
        Assert.Equal(RerankTemplate.Suffix, prompt.Suffix);
    }
}
