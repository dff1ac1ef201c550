using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>What one call may say in its options.</summary>
public sealed class CallOptionTests : IDisposable
{
    private const string Own = "own task";
    private readonly FakeEmbeddingEngine _engine = new();
    private readonly Qwen3EmbeddingGenerator _generator;

    public CallOptionTests() => _generator = new Qwen3EmbeddingGenerator(_engine, new() { QueryInstruction = Own });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_may_have_another_role_instruction_and_truncation()
    {
        var options = new EmbeddingGenerationOptions { Dimensions = 40 };
        Assert.Equal("Instruct: own task\nQuery:a", await PromptOf(options.WithRole(EmbeddingRole.Query)));
        Assert.Equal("Instruct: other\nQuery:a", await PromptOf(options.WithInstruction("other")));
        Assert.Equal("Instruct: other\nQuery:a", await PromptOf(options.WithInstruction("other").WithRole(EmbeddingRole.Query)));
        Assert.Equal("a", await PromptOf(options.WithInstruction("other").WithRole(EmbeddingRole.Document)));
        Assert.Equal("a", await PromptOf(options));
        await PromptOf(options.WithTruncation(Truncation.TruncateEnd));
        Assert.Equal((null, Truncation.TruncateEnd), _engine.Limits[^1]);
        Assert.Null(options.AdditionalProperties);
    }

    [Fact]
    public async Task A_call_goes_before_a_view()
    {
        using var queries = _generator.AsQueryGenerator("view");
        await queries.GenerateAsync(["a"], new EmbeddingGenerationOptions().WithRole(EmbeddingRole.Document), Cancellation);
        await queries.GenerateAsync(["a"], new EmbeddingGenerationOptions().WithInstruction("call"), Cancellation);
        Assert.Equal(["a", "Instruct: call\nQuery:a"], _engine.Prompts);
    }

    [Fact]
    public void With_gives_a_copy_that_shares_nothing()
    {
        var options = new EmbeddingGenerationOptions { Dimensions = 40, ModelId = "m", AdditionalProperties = new() { ["a"] = "b" } };
        var changed = options.WithRole(EmbeddingRole.Query).WithTruncation(Truncation.TruncateStart);
        Assert.Equal(["a"], options.AdditionalProperties.Keys);
        Assert.Equal((40, "m", "b"), (changed.Dimensions, changed.ModelId, changed.AdditionalProperties!["a"]));
        Assert.Equal("query", changed.AdditionalProperties[Qwen3PropertyNames.Role]);
        Assert.Equal("truncate_start", changed.AdditionalProperties[Qwen3PropertyNames.Truncation]);
        Assert.Equal("query", changed.Clone().AdditionalProperties![Qwen3PropertyNames.Role]);
    }

    [Theory]
    [InlineData("RETRIEVAL_QUERY", Own)]
    [InlineData("retrieval_query", Own)]
    [InlineData("search_query", Own)]
    [InlineData("query", Own)]
    [InlineData("retrieval.query", Own)]
    [InlineData("RETRIEVAL_DOCUMENT", null)]
    [InlineData("Search_Document", null)]
    [InlineData("document", null)]
    [InlineData("passage", null)]
    [InlineData("retrieval.passage", null)]
    [InlineData("SEMANTIC_SIMILARITY", TaskInstructions.SemanticSimilarity)]
    [InlineData("text-matching", TaskInstructions.SemanticSimilarity)]
    [InlineData("classification", TaskInstructions.Classification)]
    [InlineData("CLUSTERING", TaskInstructions.Clustering)]
    [InlineData("CODE_RETRIEVAL_QUERY", TaskInstructions.CodeSearch)]
    [InlineData("QUESTION_ANSWERING", TaskInstructions.QuestionAnswering)]
    [InlineData("FACT_VERIFICATION", TaskInstructions.FactChecking)]
    public async Task Other_providers_task_values_are_understood(string value, string? instruction)
    {
        foreach (var name in new[] { "task_type", "input_type" })
        {
            Assert.Equal(
                instruction is null ? "a" : $"Instruct: {instruction}\nQuery:a",
                await PromptOf(new() { AdditionalProperties = new() { [name] = value } }));
        }
    }

    [Fact]
    public async Task Values_that_went_through_json_are_understood()
    {
        var json = JsonSerializer.Serialize(new EmbeddingGenerationOptions().WithInstruction("other"), AIJsonUtilities.DefaultOptions);
        var options = JsonSerializer.Deserialize<EmbeddingGenerationOptions>(json, AIJsonUtilities.DefaultOptions)!;
        Assert.IsType<JsonElement>(options.AdditionalProperties![Qwen3PropertyNames.Instruction]);
        Assert.Equal("Instruct: other\nQuery:a", await PromptOf(options));
    }

    [Fact]
    public async Task Own_properties_go_before_task_values()
    {
        var options = new EmbeddingGenerationOptions { AdditionalProperties = new() { ["task_type"] = "FACT_VERIFICATION" } };
        Assert.Equal("a", await PromptOf(options.WithRole(EmbeddingRole.Document)));
        Assert.Equal("Instruct: mine\nQuery:a", await PromptOf(options.WithInstruction("mine")));
        options.AdditionalProperties["input_type"] = "query";
        Assert.Equal($"Instruct: {TaskInstructions.FactChecking}\nQuery:a", await PromptOf(options));
    }

    [Theory]
    [InlineData("task_type", "QUERYY", "'QUERYY'", "RETRIEVAL_QUERY")]
    [InlineData("input_type", "", "a value of 0 characters", "search_document")]
    [InlineData("qwen3.role", "passages", "'passages'", "document, query")]
    [InlineData("qwen3.truncation", "a text of somebody", "a value of 18 characters", "throw, truncate_end, truncate_start")]
    public async Task An_unknown_value_is_an_error_that_lists_the_known_ones(string name, string value, string found, string expected)
    {
        var message = (
            await Assert.ThrowsAsync<ArgumentException>(() => PromptOf(new() { AdditionalProperties = new() { [name] = value } }))).Message;
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Empty(_engine.Prompts);
    }

    [Fact]
    public async Task Wrong_types_contradictions_and_empty_instructions_are_errors()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PromptOf(new() { AdditionalProperties = new() { ["qwen3.role"] = 1 } }));
        await Assert.ThrowsAsync<ArgumentException>(() => PromptOf(new() { AdditionalProperties = new() { ["qwen3.instruction"] = " " } }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => PromptOf(new() { AdditionalProperties = new() { ["task_type"] = "RETRIEVAL_QUERY", ["input_type"] = "document" } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingGenerationOptions().WithRole((EmbeddingRole)5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingGenerationOptions().WithTruncation((Truncation)5));
        Assert.Throws<ArgumentException>(() => new EmbeddingGenerationOptions().WithInstruction(" "));
    }

    [Fact]
    public async Task The_callers_options_are_never_changed()
    {
        var options = new EmbeddingGenerationOptions().WithInstruction("other").WithTruncation(Truncation.TruncateEnd);
        var before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);
        await _generator.GenerateAsync(["a"], options, Cancellation);
        Assert.Equal(before, JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
    }

    [Fact]
    public async Task Options_are_read_before_the_model_computes()
    {
        var options = new EmbeddingGenerationOptions { Dimensions = 40 };
        var engine = new FakeEmbeddingEngine
        {
            Spoil = (_, row) =>
            {
                options.Dimensions = 50;
                return row;
            },
        };
        using var generator = new Qwen3EmbeddingGenerator(engine);
        Assert.Equal(40, (await generator.GenerateAsync(["a"], options, Cancellation))[0].Dimensions);
    }

    public void Dispose() => _generator.Dispose();

    private async Task<string> PromptOf(EmbeddingGenerationOptions options)
    {
        await _generator.GenerateAsync(["a"], options, Cancellation);
        return _engine.Prompts[^1];
    }
}
