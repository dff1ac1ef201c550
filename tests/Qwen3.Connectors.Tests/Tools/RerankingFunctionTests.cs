using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tests.Reranking;

namespace Qwen3.Connectors.Tests.Tools;

/// <summary>Reranks the results of a search function. The score of an item is its last digit.</summary>
public sealed class RerankingFunctionTests : IDisposable
{
    private readonly TokenScoreEngine _engine = new();
    private readonly Qwen3Reranker _reranker;

    public RerankingFunctionTests() => _reranker = new Qwen3Reranker(_engine);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""["a1","b3","c2"]""", """["b3","c2","a1"]""")]
    [InlineData("""[{"id":7,"text":"a1"},{"id":8,"TEXT":"b3"}]""", """[{"id":8,"TEXT":"b3"},{"id":7,"text":"a1"}]""")]
    [InlineData(
        """[{"title":"x9","content":"a1"},{"title":"x8","content":"b3"}]""",
        """[{"title":"x8","content":"b3"},{"title":"x9","content":"a1"}]""")]
    [InlineData("""[{"n":1,"sentence":"a1"},{"n":2,"sentence":"b3"}]""", """[{"n":2,"sentence":"b3"},{"n":1,"sentence":"a1"}]""")]
    [InlineData(
        """[{"record":{"key":1,"text":"a1"},"score":0.9},{"record":{"key":2,"text":"b3"},"score":0.1}]""",
        """[{"record":{"key":2,"text":"b3"},"score":0.1},{"record":{"key":1,"text":"a1"},"score":0.9}]""")]
    [InlineData("""{"count":2,"results":["a1","日本3"],"vector":[1,2]}""", """{"count":2,"results":["日本3","a1"],"vector":[1,2]}""")]
    [InlineData(
        """{"content":[{"type":"text","text":"a1"},{"type":"text","text":"b3"}],"isError":false}""",
        """{"content":[{"type":"text","text":"b3"},{"type":"text","text":"a1"}],"isError":false}""")]
    [InlineData("[]", "[]")]
    [InlineData("\"nothing found\"", "\"nothing found\"")]
    [InlineData("""{"error":"none"}""", """{"error":"none"}""")]
    [InlineData("12", "12")]
    public async Task Json_is_returned_as_json_of_the_same_kind(string result, string expected)
    {
        Assert.Equal(expected, Assert.IsType<JsonElement>(await InvokeAsync(JsonElement.Parse(result))).GetRawText());
        var node = (JsonNode)(await InvokeAsync(JsonNode.Parse(result)))!;
        Assert.Equal(expected, node.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(expected, await InvokeAsync(result));
    }

    [Fact]
    public async Task Objects_are_returned_as_collections_of_their_type()
    {
        Assert.Equal(new[] { "b3", "a1" }, Assert.IsType<string[]>(await InvokeAsync(new[] { "a1", "b3" })));
        Assert.Equal(["b3", "a1"], Assert.IsType<List<string>>(await InvokeAsync(new List<string> { "a1", "b3" })));
        Assert.Equal(["b3", "a1"], Assert.IsType<List<string>>(await InvokeAsync(new[] { "a1", "b3" }.Where(_ => true))));
        Hit[] hits = [new(1, "x9", "a1"), new(2, "x8", "b3")];
        Assert.Equal([hits[1], hits[0]], Assert.IsType<Hit[]>(await InvokeAsync(hits)));
        Assert.Equal([hits[1], hits[0]], Assert.IsType<List<Hit>>(await InvokeAsync(hits.ToList())));
        Assert.Equal([hits[1], hits[0]], Assert.IsType<List<Hit>>(await InvokeAsync(hits.Where(_ => true))));
        Assert.Equal([hits[1], hits[0]], Assert.IsType<List<object>>(await InvokeAsync(hits.ToList<object>())));
        var contents = await InvokeAsync(new List<AIContent> { new TextContent("a1"), new TextContent("b3") });
        Assert.Equal(["b3", "a1"], ((IEnumerable)contents!).Cast<TextContent>().Select(content => content.Text));
        Assert.Null(await InvokeAsync(null));
    }

    [Fact]
    public async Task The_real_function_factory_and_the_real_reranker_work_together()
    {
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var search = AIFunctionFactory.Create(
            (string query) => new[] { "Gravity is a force.", "The capital of China is Beijing." }, "search", "Searches.");
        var function = search.WithReranking(reranker, new() { RerankOptions = new() { TopN = 1 } });
        var result = await function.InvokeAsync(new() { ["query"] = "What is the capital of China?" }, Cancellation);
        Assert.Equal("""["The capital of China is Beijing."]""", Assert.IsType<JsonElement>(result).GetRawText());
        Assert.Equal(
            ("search", "Searches.", search.JsonSchema.GetRawText()),
            (function.Name, function.Description, function.JsonSchema.GetRawText()));
    }

    [Fact]
    public async Task Top_n_minimum_score_and_instruction_are_the_options()
    {
        var options = new FunctionRerankingOptions { RerankOptions = new() { TopN = 2, MinimumScore = 0.3 } };
        Assert.Equal("""["d5","b3"]""", (await InvokeAsync("""["a1","b3","c2","d5","e0"]""", options))!.ToString());
        options.RerankOptions.MinimumScore = 1;
        Assert.Equal("[]", await InvokeAsync("""["a1"]""", options));
    }

    [Fact]
    public async Task The_text_can_be_selected_by_name_or_by_a_delegate()
    {
        const string Hits = """[{"text":"x9","b":"a1"},{"text":"x8","b":"b3"}]""";
        const string Ordered = """[{"text":"x8","b":"b3"},{"text":"x9","b":"a1"}]""";
        Assert.Equal(Hits, await InvokeAsync(Hits));
        Assert.Equal(Ordered, await InvokeAsync(Hits, new() { TextProperty = "B" }));
        Assert.Equal(Ordered, await InvokeAsync(Hits, new() { TextSelector = item => ((JsonElement)item).GetProperty("b").GetString() }));
    }

    [Fact]
    public async Task A_list_without_texts_throws_or_keeps_the_order()
    {
        const string Hits = """[{"a":"canary1","b":"canary2"}]""";
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(Hits).AsTask());
        Assert.Contains("Result 0", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);

        Exception? reported = null;
        Assert.Same(
            Hits,
            await InvokeAsync(Hits, new() { FailurePolicy = RerankFailurePolicy.KeepOrder, OnFailure = failure => reported = failure }));
        Assert.IsType<InvalidOperationException>(reported);
    }

    [Fact]
    public async Task A_failing_reranker_throws_or_keeps_the_order()
    {
        _reranker.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => InvokeAsync("""["a"]""").AsTask());
        var once = new[] { "a1", "b3" }.Where(_ => true);
        Assert.Equal(
            ["a1", "b3"], Assert.IsType<List<string>>(await InvokeAsync(once, new() { FailurePolicy = RerankFailurePolicy.KeepOrder })));
    }

    [Fact]
    public async Task A_missing_query_is_reported_before_the_search_runs()
    {
        var searched = 0;
        var search = new Search(() => ++searched);
        var function = search.WithReranking(_reranker, new() { QueryArgument = "question" });
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => function.InvokeAsync(new() { ["query"] = "canary" }, Cancellation).AsTask());
        Assert.Contains("'question' is missing", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, searched);
        var lenient = search.WithReranking(_reranker, new() { QueryArgument = "question", FailurePolicy = RerankFailurePolicy.KeepOrder });
        Assert.Equal(1, await lenient.InvokeAsync(new() { ["query"] = 1 }, Cancellation));
    }

    [Fact]
    public async Task The_query_can_be_json()
    {
        var function = new Search(() => """["a1","b3"]""").WithReranking(_reranker);
        Assert.Equal("""["b3","a1"]""", await function.InvokeAsync(new() { ["query"] = JsonElement.Parse("\"q\"") }, Cancellation));
    }

    [Fact]
    public async Task Cancellation_is_thrown_under_any_policy()
    {
        using var source = new CancellationTokenSource();
        var search = new Search(() =>
        {
            source.Cancel();
            return """["a1","b3"]""";
        });
        var function = search.WithReranking(_reranker, new() { FailurePolicy = RerankFailurePolicy.KeepOrder });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => function.InvokeAsync(new() { ["query"] = "q" }, source.Token).AsTask());
    }

    [Fact]
    public void Invalid_options_are_rejected()
    {
        Assert.Throws<ArgumentException>(() => new Search(() => null).WithReranking(_reranker, new() { QueryArgument = "" }));
        Assert.Throws<ArgumentException>(() => new ResultReranker(_reranker, new() { TextProperty = "" }));
        Assert.Throws<ArgumentNullException>(() => new ResultReranker(null!));
    }

    public void Dispose() => _reranker.Dispose();

    private ValueTask<object?> InvokeAsync(object? result, FunctionRerankingOptions? options = null) =>
        new Search(() => result).WithReranking(_reranker, options).InvokeAsync(new() { ["query"] = "q" }, Cancellation);

    private sealed record Hit(int Id, string Title, string Text);

    private sealed class Search(Func<object?> search) : AIFunction
    {
        public override string Name => "search";

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
            new(search());
    }
}
