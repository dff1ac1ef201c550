using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using Qwen3.Connectors.Tests.Reranking;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tests.Tools;

/// <summary>Results of search tools, of MCP servers and of agents in many shapes. The score of an item is its last digit.</summary>
public sealed class ResultShapeTests : IDisposable
{
    private readonly Qwen3Reranker _reranker = new(new TokenScoreEngine());
    private readonly List<Exception> _reports = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData( // Parallel lists.
        """{"ids":["x","y"],"documents":["a1","b3"],"distances":[0.1,0.9],"metadatas":[{"p":1},{"p":2}]}""",
        """{"ids":["y"],"documents":["b3"],"distances":[0.9],"metadatas":[{"p":2}]}""", 1)]
    [InlineData( // Chroma, for one query.
        """{"ids":[["x","y"]],"embeddings":null,"documents":[["a1","b3"]],"distances":[[0.1,0.9]],"included":["documents","ids"]}""",
        """{"ids":[["y","x"]],"embeddings":null,"documents":[["b3","a1"]],"distances":[[0.9,0.1]],"included":["documents","ids"]}""",
        null)]
    [InlineData(
        """{"results":[{"text":"a1"},{"text":"b3"}],"scores":[0.9,0.1],"query_vector":[1,2]}""",
        """{"results":[{"text":"b3"},{"text":"a1"}],"scores":[0.1,0.9],"query_vector":[1,2]}""", null)]
    [InlineData("""{"texts":["a1","b3"],"warnings":["w9","w8"]}""", """{"texts":["b3"],"warnings":["w9","w8"]}""", 1)]
    [InlineData("""{"results":["a1","b3"],"sources":["s9","s8","s7"]}""", """{"results":["b3","a1"],"sources":["s9","s8","s7"]}""", null)]
    [InlineData( // Nested objects and lists.
        """{"data":{"search":{"hits":[{"_source":{"text":"a1"}},{"_source":{"text":"b3"}}]}}}""",
        """{"data":{"search":{"hits":[{"_source":{"text":"b3"}},{"_source":{"text":"a1"}}]}}}""", null)]
    [InlineData(
        """{"took":2,"hits":{"total":{"value":2},"hits":[{"_id":"1","_source":{"body":"a1"}},{"_id":"2","_source":{"body":"b3"}}]}}""",
        """{"took":2,"hits":{"total":{"value":2},"hits":[{"_id":"2","_source":{"body":"b3"}},{"_id":"1","_source":{"body":"a1"}}]}}""",
        null)]
    [InlineData("""[["a1","b3"]]""", """[["b3","a1"]]""", null)]
    [InlineData("""{"result":"[\"a1\",\"b3\"]"}""", """{"result":"[\"b3\",\"a1\"]"}""", null)]
    [InlineData("""[{"id":"9","record":{"text":"a1"}},{"id":"8","record":{"text":"b3"}}]""", """[{"id":"8","record":{"text":"b3"}}]""", 1)]
    [InlineData("""["a1",null,"b3"]""", """["b3","a1",null]""", null)] // Items without a text.
    [InlineData("""["a1",null,"b3"]""", """["b3","a1"]""", 2)]
    [InlineData("""[{"content":"a1"},{"id":3},{"content":"b3"}]""", """[{"content":"b3"},{"content":"a1"},{"id":3}]""", null)]
    [InlineData(
        """[{"title":"x9","content":null},{"title":"x8","content":"b3"}]""",
        """[{"title":"x8","content":"b3"},{"title":"x9","content":null}]""", null)]
    [InlineData("""[{"text":null,"content":"a1"},{"text":"b3"}]""", """[{"text":"b3"},{"text":null,"content":"a1"}]""", null)]
    [InlineData( // MCP.
        """{"content":[{"type":"text","text":"[\"a1\",\"b3\"]"}],"structuredContent":{"result":["a1","b3"]},"isError":false}""",
        """{"content":[{"type":"text","text":"[\"b3\",\"a1\"]"}],"structuredContent":{"result":["b3","a1"]},"isError":false}""", null)]
    [InlineData(
        """{"content":[{"type":"text","text":"{\"t\":\"a1\"}"},{"type":"text","text":"b3"}],"structuredContent":{"r":["a1",{"t":"b3"}]}}""",
        """{"content":[{"type":"text","text":"b3"}],"structuredContent":{"r":[{"t":"b3"}]}}""", 1)]
    [InlineData(
        """{"content":[{"type":"text","text":"[\"b3\",\"a1\"]"}],"structuredContent":{"result":["a1","b3"]}}""",
        """{"content":[{"type":"text","text":"[\"b3\"]"}],"structuredContent":{"result":["b3"]}}""", 1)]
    [InlineData(
        """{"content":[{"type":"text","text":"2. b3"},{"type":"text","text":"1. a1"}],"structuredContent":{"r":[{"t":"a1"},{"t":"b3"}]}}""",
        """{"content":[{"type":"text","text":"2. b3"}],"structuredContent":{"r":[{"t":"b3"}]}}""", 1)]
    [InlineData(
        """{"text":["a1","b3"],"meta":{"source":["s1","s2"],"tags":["only one"]},"n":2}""",
        """{"text":["b3"],"meta":{"source":["s2"],"tags":["only one"]},"n":2}""", 1)]
    [InlineData(
        """{"matches":[{"text":"a1"},{"text":"b3"}],"vectors":{"ids":[1,2],"values":[[0.1],[0.2]]}}""",
        """{"matches":[{"text":"b3"}],"vectors":{"ids":[2],"values":[[0.2]]}}""", 1)]
    [InlineData(
        """{"content":[{"type":"text","text":"a1"},{"type":"image","data":"","mimeType":"image/png"},{"type":"text","text":"b3"}]}""",
        """{"content":[{"type":"text","text":"b3"},{"type":"image","data":"","mimeType":"image/png"}]}""", 1)]
    [InlineData(
        """{"content":[],"structuredContent":{"items":[{"text":"a1"},{"text":"b3"}]}}""",
        """{"content":[],"structuredContent":{"items":[{"text":"b3"},{"text":"a1"}]}}""", null)]
    [InlineData(
        """{"content":[{"type":"resource","resource":{"uri":"u","text":"a1"}},{"type":"resource","resource":{"uri":"v","text":"b3"}}]}""",
        """{"content":[{"type":"resource","resource":{"uri":"v","text":"b3"}},{"type":"resource","resource":{"uri":"u","text":"a1"}}]}""",
        null)]
    [InlineData(
        """[{"type":"text","text":"{\"results\":[\"a1\",\"b3\"]}"}]""",
        """[{"type":"text","text":"{\"results\":[\"b3\",\"a1\"]}"}]""",
        null)]
    [InlineData("""["\ud83d 1","\udc00 3"]""", """["\udc00 3","\ud83d 1"]""", null)] // Half of a surrogate pair.
    [InlineData(
        """{"content":[{"type":"text","text":"[\"\\ud83d 1\",\"b3\"]"}]}""",
        """{"content":[{"type":"text","text":"[\"b3\",\"\\ud83d 1\"]"}]}""",
        null)]
    [InlineData( // Escapes and numbers are not rewritten.
        """[{"text":"a1","n":1.0,"u":"\u00e9\/"},{"text":"b3","n":1e5}]""",
        """[{"text":"b3","n":1e5},{"text":"a1","n":1.0,"u":"\u00e9\/"}]""", null)]
    public async Task Json_is_reordered_and_not_changed_otherwise(string json, string expected, int? topN)
    {
        var options = new ResultRerankingOptions { RerankOptions = new() { TopN = topN } };
        Assert.Equal(expected, Assert.IsType<JsonElement>(await RerankAsync(JsonElement.Parse(json), options)).GetRawText());
        Assert.Equal(
            expected, JsonText.RawOf(Assert.IsType<JsonNode>(await RerankAsync(JsonNode.Parse(json), options), exactMatch: false)));
        Assert.Equal(expected, await RerankAsync(json, options));
        Assert.Equal(expected, Assert.IsType<TextContent>(await RerankAsync(new TextContent(json), options)).Text);
        var contents = Assert.IsType<AIContent[]>(await RerankAsync(new AIContent[] { new TextContent(json) }, options));
        Assert.Equal(expected, Assert.IsType<TextContent>(Assert.Single(contents)).Text);
        Assert.Equal(
            JsonText.Quote(expected),
            Assert.IsType<JsonElement>(await RerankAsync(JsonElement.Parse(JsonText.Quote(json)), options)).GetRawText());
        Assert.Empty(_reports);
    }

    [Theory]
    [InlineData("\n[\n  \"a1\",\n  \"b3\"\n]\n", "\n[\"b3\",\"a1\"]\n")]
    [InlineData(
        "\n {\"results\" : [ {\"text\" : \"a1\"} ,{\"text\" : \"b3\"} ]}",
        "\n {\"results\" : [{\"text\" : \"b3\"},{\"text\" : \"a1\"}]}")]
    [InlineData(
        "[{\"\\ud83d\":0,\"text\":\"a1\"},{\"\\ud83d\":0,\"text\":\"b3\"}]",
        "[{\"\\ud83d\":0,\"text\":\"b3\"},{\"\\ud83d\":0,\"text\":\"a1\"}]")]
    public async Task Text_is_not_changed_outside_the_reordered_list(string json, string expected)
    {
        Assert.Equal(expected, await RerankAsync(json));
        Assert.Equal(expected, Assert.IsType<TextContent>(await RerankAsync(new TextContent(json))).Text);
    }

    [Fact]
    public async Task A_lone_surrogate_in_a_string_becomes_an_escape_where_the_order_changes()
    {
        // Attributes can't hold such strings.
        Assert.Equal("[\"b3\",\"\\ud83d 1\"]", await RerankAsync("[\"\ud83d 1\",\"b3\"]"));
        const string Unchanged = "[\"\ud83d 3\",\"a1\"]";
        Assert.Same(Unchanged, await RerankAsync(Unchanged));
        Assert.Equal(["b3", "\ud83d 1"], Assert.IsType<string[]>(await RerankAsync(new[] { "\ud83d 1", "b3" })));
    }

    [Theory]
    [InlineData("[\"b3\", \"a1\"]")]
    [InlineData("{ \"results\": [{\"text\":\"b3\",\"title\":\"\\ud83d\"},{\"text\":\"a1\"}] }")]
    [InlineData("[{\"content\":\"b3\"},{\"content\":null}]")]
    public async Task A_result_in_rank_order_is_returned_as_it_is(string json)
    {
        Assert.Same(json, await RerankAsync(json));
        var content = new TextContent(json);
        Assert.Same(content, await RerankAsync(content));
    }

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"backend down"}],"isError":true}""")]
    [InlineData("""{"content":[{"type":"text","text":"[\"a1\",\"b3\"]"}],"structuredContent":{"r":["a1"]},"isError":true}""")]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"is_error":true}""")]
    [InlineData("""{"isError":true,"results":["a1","b3"]}""")]
    [InlineData("""{"results":[],"count":0}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Errors_and_empty_results_are_passed_on_without_a_report(string json)
    {
        var options = new ResultRerankingOptions { RerankOptions = new() { MinimumScore = 1, TopN = 1 } };
        Assert.Equal(json, Assert.IsType<JsonElement>(await RerankAsync(JsonElement.Parse(json), options)).GetRawText());
        Assert.Same(json, await RerankAsync(json, options));
        Assert.Empty(_reports);
    }

    [Fact]
    public async Task Error_content_is_passed_on_without_a_report()
    {
        object[] errors = [new ErrorContent("down"), new AIContent[] { new TextContent("""["a1","b3"]"""), new ErrorContent("down") }];
        foreach (var error in errors)
        {
            Assert.Same(error, await RerankAsync(error));
        }

        Assert.Null(await RerankAsync(null));
        Assert.Empty(_reports);
    }

    public static TheoryData<object> ResultsWithoutLists =>
    [
        "nothing found",
        "{\"cut",
        12,
        true,
        JsonElement.Parse("12"),
        JsonElement.Parse("\"nothing found\""),
        JsonElement.Parse("""{"status":"ok","count":3}"""),
        JsonElement.Parse("""{"error":"none"}"""),
        JsonElement.Parse("""{"columns":["a","b"],"rows":[[1,2],[3,4]]}"""),
        JsonElement.Parse("""{"content":[{"type":"text","text":"backend is up"}]}"""),
        JsonNode.Parse("""{"status":"ok"}""")!,
        new TextContent("nothing found"),
        new AIContent[] { new TextContent("nothing found") },
        new DataContent("data:image/png;base64,AA=="),
        new AIContent[] { new DataContent("data:image/png;base64,AA==") },
        new Dictionary<string, object> { ["a"] = 1 },
        new Uri("https://example.org"),
        new byte[] { 1, 2 },
    ];

    [Theory]
    [MemberData(nameof(ResultsWithoutLists))]
    public async Task A_result_without_a_list_is_returned_unchanged_and_reported_under_either_policy(object result)
    {
        foreach (var policy in Enum.GetValues<RerankFailurePolicy>())
        {
            _reports.Clear();
            Assert.Equal(result, await RerankAsync(result, new() { FailurePolicy = policy, RerankOptions = new() { MinimumScore = 1 } }));
            Assert.IsType<NotSupportedException>(Assert.Single(_reports));
        }
    }

    [Theory]
    [InlineData("""{"cats":["a1","b3"],"dogs":["c"]}""")]
    [InlineData("""{"documents":["a1","b3"],"results":["c"]}""")]
    [InlineData("""{"documents":[["a1"],["b3"]],"distances":[[1],[2]]}""")]
    [InlineData("""[["a1","b3"],["c"]]""")]
    [InlineData("""{"columns":["id","text"],"rows":[["1","a1"],["2","b3"]]}""")]
    [InlineData("""{"x":{"r":["a1"]},"y":{"r":["b3"]}}""")]
    [InlineData("""{"content":[{"type":"text","text":"Found a1 and b3."}],"structuredContent":{"result":["a1","b3"]}}""")]
    [InlineData("""{"content":[{"type":"text","text":"[\"a1\"]"}],"structuredContent":{"result":["a1","b3"]}}""")]
    [InlineData("""{"content":[{"type":"text","text":"[\"x9\",\"b3\"]"}],"structuredContent":{"result":["a1","b3"]}}""")]
    [InlineData("""[{"content":null},{"id":1}]""")]
    [InlineData("""[{"first":"a1","second":"b3"}]""")]
    [InlineData("[1,2]")]
    public async Task Texts_that_cannot_be_ranked_throw_or_are_returned_unchanged_and_reported(string json)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => RerankAsync(json));
        Assert.True(exception is NotSupportedException or InvalidOperationException, exception.ToString());
        Assert.Empty(_reports);
        Assert.Same(json, await RerankAsync(json, new() { FailurePolicy = RerankFailurePolicy.KeepOrder }));
        Assert.Equal(exception.Message, Assert.Single(_reports).Message);
    }

    [Fact]
    public async Task An_exception_of_OnFailure_reaches_the_caller_and_does_not_change_the_policy()
    {
        _reranker.Dispose();
        var options = new FunctionRerankingOptions
        {
            FailurePolicy = RerankFailurePolicy.KeepOrder,
            OnFailure = _ => throw new TimeoutException(),
        };
        var results = new ResultReranker(_reranker, options);
        await Assert.ThrowsAsync<TimeoutException>(() => results.RerankAsync("q", """["a1","b3"]""", Cancellation));
        await Assert.ThrowsAsync<TimeoutException>(() => results.RerankAsync("q", "a sentence", Cancellation));
        var function = AIFunctionFactory.Create(() => "never", "search").WithReranking(_reranker, options);
        await Assert.ThrowsAsync<TimeoutException>(() => function.InvokeAsync([], Cancellation).AsTask());
    }

    [Fact]
    public async Task A_result_of_the_mcp_sdk_keeps_its_type_and_both_of_its_contents_agree()
    {
        var result = new CallToolResult
        {
            Content = [new TextContentBlock { Text = """["a1","b3"]""", Annotations = new() { Priority = 0.5f } }],
            StructuredContent = JsonElement.Parse("""{"result":["a1","b3"],"count":2}"""),
        };
        var reranked = Assert.IsType<CallToolResult>(await RerankAsync(result));
        var block = Assert.IsType<TextContentBlock>(Assert.Single(reranked.Content));
        Assert.Equal(("""["b3","a1"]""", 0.5f), (block.Text, block.Annotations!.Priority));
        Assert.Equal(
            """{"result":["b3","a1"],"count":2}""", JsonText.RawOf(JsonNode.Parse(reranked.StructuredContent!.Value.GetRawText())));

        var error = new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "down" }] };
        Assert.Same(error, await RerankAsync(error));
        Assert.Empty(_reports);
        var sentence = new CallToolResult { Content = [new TextContentBlock { Text = "nothing found" }] };
        Assert.Same(sentence, await RerankAsync(sentence));
        Assert.IsType<NotSupportedException>(Assert.Single(_reports));
    }

    [Fact]
    public async Task Content_keeps_its_type_its_properties_and_its_other_contents()
    {
        var image = new DataContent("data:image/png;base64,AA==");
        var text = new TextContent("""["a1","b3"]""") { AdditionalProperties = new() { ["source"] = "x" }, RawRepresentation = "raw" };
        var mixed = Assert.IsType<AIContent[]>(await RerankAsync(new AIContent[] { image, text }));
        Assert.Same(image, mixed[0]);
        var copy = Assert.IsType<TextContent>(mixed[1]);
        Assert.Equal(("""["b3","a1"]""", "x", null), (copy.Text, copy.AdditionalProperties!["source"], copy.RawRepresentation));
        Assert.Equal("""["a1","b3"]""", text.Text);

        TextContent[] texts = [new("a1"), new("b3"), new("c2")];
        Assert.Equal(
            [texts[1], texts[2]], Assert.IsType<TextContent[]>(await RerankAsync(texts, new() { RerankOptions = new() { TopN = 2 } })));
        IList<AIContent> list = [texts[0], image, texts[1]];
        Assert.Equal([texts[1], texts[0], image], Assert.IsType<List<AIContent>>(await RerankAsync(list)));
        Assert.Equal(
            [texts[1], texts[0]],
            Assert.IsType<List<AIContent>>(await RerankAsync(new AIContent[] { texts[0], texts[1] }.Where(_ => true))));
    }

    [Fact]
    public async Task Objects_whose_text_is_null_follow_the_others()
    {
        Hit[] hits = [new("x9", null), new("x8", "a1"), new("x7", "b3")];
        Assert.Equal([hits[2], hits[1], hits[0]], Assert.IsType<Hit[]>(await RerankAsync(hits)));
        Assert.Equal(
            [hits[2], hits[1]], Assert.IsType<Hit[]>(await RerankAsync(hits, new() { RerankOptions = new() { MinimumScore = 0.05 } })));
        Assert.Equal(
            [hits[2], hits[1], hits[0]], Assert.IsType<Hit[]>(await RerankAsync(hits, new() { TextSelector = hit => ((Hit)hit).Content })));
        Assert.Equal([hits[2], hits[1], hits[0]], Assert.IsType<Hit[]>(await RerankAsync(hits, new() { TextProperty = "content" })));
        Assert.Equal(["b3", "a1", null], Assert.IsType<object?[]>(await RerankAsync(new object?[] { "a1", null, "b3" })));
        Dictionary<string, object?>[] records = [new() { ["text"] = "a1" }, new() { ["text"] = null }, new() { ["text"] = "b3" }];
        Assert.Equal([records[2], records[0], records[1]], Assert.IsType<Dictionary<string, object?>[]>(await RerankAsync(records)));
        JsonNode?[] nodes = [JsonNode.Parse("\"a1\""), null, JsonNode.Parse("""{"text":"b3"}""")];
        Assert.Equal([nodes[2], nodes[0], null], Assert.IsType<JsonNode?[]>(await RerankAsync(nodes)));
    }

    [Fact]
    public async Task A_marked_property_is_the_text_of_an_object()
    {
        Marked[] records = [new("x9", "a1"), new("x8", "b3")];
        Assert.Equal([records[1], records[0]], Assert.IsType<Marked[]>(await RerankAsync(records)));
        Wrapped[] wrapped = [new("id9", records[0]), new("id8", records[1])];
        Assert.Equal([wrapped[1], wrapped[0]], Assert.IsType<Wrapped[]>(await RerankAsync(wrapped)));
        Assert.Equal([records[0], records[1]], Assert.IsType<Marked[]>(await RerankAsync(records, new() { TextProperty = "Text" })));
    }

    public void Dispose() => _reranker.Dispose();

    private Task<object?> RerankAsync(object? result, ResultRerankingOptions? options = null)
    {
        options ??= new ResultRerankingOptions();
        options.OnFailure = _reports.Add;
        return new ResultReranker(_reranker, options).RerankAsync("q", result, Cancellation);
    }

    private sealed record Hit(string Title, string? Content);

    private sealed record Marked(string Text, [property: RerankText] string Story);

    private sealed record Wrapped(string Id, Marked Record);
}
