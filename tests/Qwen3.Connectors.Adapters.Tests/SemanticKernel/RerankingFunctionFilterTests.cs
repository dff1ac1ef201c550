using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.Tests.Reranking;
using Qwen3.Connectors.Tests.Telemetry;
using AIContents = Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Adapters.Tests.SemanticKernel;

/// <summary>Reranks results of a kernel's functions. The score of an item is its last digit.</summary>
public sealed class RerankingFunctionFilterTests : IDisposable
{
    private readonly CapturedLogs _logs = new();
    private readonly Qwen3Reranker _reranker = new(new TokenScoreEngine());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Functions_that_are_not_named_are_not_reranked()
    {
        var kernel = KernelWith(new RerankingFunctionFilterOptions { Functions = { "Docs.find", "loose" }, Plugins = { "WIKI" } });
        var found = new List<string> { "a1", "b3" };
        (string, string, bool)[] functions =
            [("docs", "find", true), ("docs", "other", false), ("mail", "find", false), ("wiki", "find", true), ("wiki", "other", true)];
        foreach (var (plugin, function, isReranked) in functions)
        {
            kernel.Plugins.Clear();
            kernel.Plugins.AddFromFunctions(plugin, [Returning(found, function)]);
            var result = await kernel.InvokeAsync<List<string>>(plugin, function, new() { ["query"] = "q" }, Cancellation);
            Assert.Equal(isReranked ? ["b3", "a1"] : found, result);
        }

        Assert.Equal(
            ["b3", "a1"], await kernel.InvokeAsync<List<string>>(Returning(found, "loose"), new() { ["query"] = "q" }, Cancellation));
        Assert.Equal(found, await kernel.InvokeAsync<List<string>>(Returning(found, "find"), new() { ["query"] = "q" }, Cancellation));
        Assert.Equal(["a1", "b3"], found);
    }

    [Fact]
    public async Task A_result_is_returned_as_the_type_that_it_had()
    {
        Doc[] docs = [new("x9", "a1"), new("x8", "b3"), new("x7", "c2")];
        TextSearchResult[] results = [new("a1") { Name = "x9" }, new("b3") { Link = "x8" }];
        Assert.Equal(["b3", "a1"], await FindAsync<List<string>>(new List<string> { "a1", "b3" }));
        Assert.Equal(["b3", "a1"], (await FindAsync<string[]>(new[] { "a1", "b3" }))!);
        Assert.Equal([docs[1], docs[2], docs[0]], (await FindAsync<Doc[]>(docs))!);
        Assert.Equal([docs[1], docs[2], docs[0]], await FindAsync<List<Doc>>(docs.ToList()));
        Assert.Equal([docs[1], docs[2], docs[0]], await FindAsync<IEnumerable<Doc>>(docs.Where(_ => true)));
        Assert.Equal([docs[1], docs[2], docs[0]], await FindAsync<List<object>>(docs.ToList<object>()));
        Assert.Equal([results[1], results[0]], await FindAsync<List<TextSearchResult>>(results.ToList()));
        Assert.Equal([results[1], results[0]], await FindAsync<IEnumerable<TextSearchResult>>(results.Where(_ => true)));
        Assert.Equal("""["b3","a1"]""", await FindAsync<string>("""["a1","b3"]"""));
    }

    [Fact]
    public async Task Search_results_keep_type_count_and_metadata()
    {
        Doc[] docs = [new("x9", "a1"), new("x8", "b3")];
        TextSearchResult[] results = [new("a1"), new("b3")];
        Assert.Equal(["b3", "a1"], await ReadAsync<string>(["a1", "b3"]));
        Assert.Equal([results[1], results[0]], await ReadAsync(results));
        Assert.Equal([docs[1], docs[0]], await ReadAsync(docs));
        Assert.Equal([docs[1], docs[0]], await ReadAsync<object>(docs));

        async Task<List<T>> ReadAsync<T>(T[] items)
        {
            var metadata = new Dictionary<string, object?> { ["engine"] = "fake" };
            var found = await FindAsync<KernelSearchResults<T>>(new KernelSearchResults<T>(items.ToAsyncEnumerable(), 17, metadata));
            Assert.Equal((17, metadata), (found!.TotalCount, found.Metadata));
            Assert.Equal(await found.Results.ToListAsync(Cancellation), await found.Results.ToListAsync(Cancellation));
            return await found.Results.ToListAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Results_are_trimmed_as_the_options_say()
    {
        var options = Find(new() { RerankOptions = new() { TopN = 2, MinimumScore = 0.3 } });
        Assert.Equal(
            ["d5", "b3"],
            await FindAsync<List<string>>(new List<string> { "a1", "b3", "c2", "d5", "e4" }.Except(["e4"]).ToList(), options));
        options.RerankOptions!.MinimumScore = 1;
        Assert.Empty((await FindAsync<List<string>>(new List<string> { "a1" }, options))!);
        Assert.Empty((await FindAsync<List<string>>(new List<string>(), options))!);
    }

    [Fact]
    public async Task The_query_is_the_argument_that_the_options_name()
    {
        var options = Find(new() { QueryArgument = "question" });
        var arguments = new KernelArguments { ["question"] = "q" };
        Assert.Equal(
            ["b3", "a1"],
            await KernelWith(options).InvokeAsync<List<string>>(
                "docs", "find", Given(new List<string> { "a1", "b3" }, arguments), Cancellation));
    }

    [Fact]
    public async Task Without_a_query_the_search_does_not_run_or_keeps_its_order()
    {
        var ran = 0;
        var function = KernelFunctionFactory.CreateFromMethod(
            () =>
            {
                ran++;
                return new[] { "a1", "b3" };
            },
            "find");
        await Assert.ThrowsAsync<ArgumentException>(() => InvokeAsync(Find(new())));
        Assert.Equal(0, ran);
        Assert.Equal(["a1", "b3"], (await InvokeAsync(Find(new() { FailurePolicy = RerankFailurePolicy.KeepOrder })))!);

        async Task<string[]?> InvokeAsync(RerankingFunctionFilterOptions options)
        {
            var kernel = KernelWith(options);
            kernel.Plugins.Clear();
            kernel.Plugins.AddFromFunctions("docs", [function]);
            return await kernel.InvokeAsync<string[]>("docs", "find", new() { ["text"] = "canary" }, Cancellation);
        }
    }

    [Fact]
    public async Task A_failing_reranker_throws_or_keeps_the_order_and_no_text_is_logged()
    {
        _reranker.Dispose();
        var found = new List<string> { "canary1", "canary3" };
        await Assert.ThrowsAsync<ObjectDisposedException>(() => FindAsync<List<string>>(found));

        Exception? reported = null;
        var options = Find(new() { FailurePolicy = RerankFailurePolicy.KeepOrder, OnFailure = exception => reported = exception });
        Assert.Same(found, await FindAsync<List<string>>(found, options));
        Assert.IsType<ObjectDisposedException>(reported);
        var results = new KernelSearchResults<string>(found.ToAsyncEnumerable());
        Assert.Equal(found, await (await FindAsync<KernelSearchResults<string>>(results, options))!.Results.ToListAsync(Cancellation));

        var warnings = _logs.Entries.Where(entry => entry.Level == LogLevel.Warning).ToArray();
        Assert.Equal(2, warnings.Length);
        Assert.All(
            warnings,
            entry => Assert.Equal(
                "Reranking the results of docs.find failed with ObjectDisposedException; they stay in the search's order", entry.Message));
        Assert.All(
            _logs.Entries,
            entry => Assert.DoesNotContain("canary", entry.Message + entry.Values + entry.Exception, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exceptions_of_the_search_reach_the_caller()
    {
        var kernel = KernelWith(Find(new() { FailurePolicy = RerankFailurePolicy.KeepOrder }));
        kernel.Plugins.Clear();
        kernel.Plugins.AddFromFunctions("docs", [KernelFunctionFactory.CreateFromMethod(string[] () => throw new TimeoutException(
            ), "find")]);
        await Assert.ThrowsAsync<TimeoutException>(() => kernel.InvokeAsync("docs", "find", new() { ["query"] = "q" }, Cancellation));
    }

    [Fact]
    public async Task A_record_without_a_text_is_reported_with_the_properties_that_were_expected()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => FindAsync<List<object>>(new List<object> { new { A = "canary", B = "canary" } }));
        Assert.Contains("[TextSearchResultValue]", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
        var options = Find(new() { TextProperty = "title" });
        Assert.Equal("b3", (await FindAsync<List<Doc>>(new List<Doc> { new("a1", "x9"), new("b3", "x8") }, options))![0].Title);
        options = Find(new() { TextSelector = doc => ((Doc)doc).Title });
        Assert.Equal("b3", (await FindAsync<List<Doc>>(new List<Doc> { new("a1", "x9"), new("b3", "x8") }, options))![0].Title);
    }

    [Fact]
    public async Task A_sentence_is_unchanged_and_a_stream_passes_with_a_warning()
    {
        Assert.Equal("nothing found 9", await FindAsync<string>("nothing found 9"));
        Assert.Contains(
            _logs.Entries, entry => entry.Message.StartsWith("The result of docs.find stays as it was", StringComparison.Ordinal));
        var kernel = KernelWith(Find(new()));
        var streamed = kernel.InvokeStreamingAsync<List<string>>(
            "docs", "find", Given(new List<string> { "a1", "b3" }, new() { ["query"] = "q" }), Cancellation);
        Assert.Equal(["a1", "b3"], Assert.Single(await streamed.ToListAsync(Cancellation)));
        Assert.Contains(
            _logs.Entries, entry => entry is { Level: LogLevel.Warning, Message: "The results of docs.find are not reranked: it streams" });
    }

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"[\"a1\",\"b3\"]"}]}""", """{"content":[{"type":"text","text":"[\"b3\",\"a1\"]"}]}""")]
    [InlineData("""{"documents":["a1","b3"],"distances":[1,2]}""", """{"documents":["b3","a1"],"distances":[2,1]}""")]
    [InlineData(
        """[{"title":"\ud83d","text":"a1"},{"title":"\udc00","text":"b3"}]""",
        """[{"title":"\udc00","text":"b3"},{"title":"\ud83d","text":"a1"}]""")]
    [InlineData(
        """{"content":[{"type":"text","text":"down"}],"isError":true}""", """{"content":[{"type":"text","text":"down"}],"isError":true}""")]
    public async Task Json_text_and_text_content_are_reranked_alike(string json, string expected)
    {
        Assert.Equal(expected, await FindAsync<string>(json));
        Assert.Equal(expected, (await FindAsync<JsonElement>(JsonElement.Parse(json))).GetRawText());
        Assert.Equal(expected, (await FindAsync<AIContents.TextContent>(new AIContents.TextContent(json)))!.Text);
        var metadata = new Dictionary<string, object?> { ["source"] = "x" };
        var content = await FindAsync<TextContent>(new TextContent(json, metadata: metadata));
        Assert.Equal((expected, "x"), (content!.Text, content.Metadata!["source"]));
    }

    [Theory]
    [InlineData("nothing found")]
    [InlineData("""{"status":"ok","count":3}""")]
    public async Task A_result_that_cannot_be_ranked_is_unchanged_and_reported(string result)
    {
        var reports = new List<Exception>();
        Assert.Same(result, await FindAsync<string>(result, Find(new() { OnFailure = reports.Add })));
        Assert.IsType<NotSupportedException>(Assert.Single(reports));
        Assert.Contains(_logs.Entries, entry => entry.Level == LogLevel.Warning
            && entry.Message.Contains("docs.find", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Results_whose_text_is_null_follow_the_others()
    {
        Doc[] docs = [new("x9", null!), new("x8", "a1"), new("x7", "b3")];
        Assert.Equal([docs[2], docs[1], docs[0]], (await FindAsync<Doc[]>(docs))!);
        TextSearchResult[] results = [new("a1"), new(null!) { Name = "x9" }, new("b3")];
        Assert.Equal([results[2], results[0], results[1]], (await FindAsync<TextSearchResult[]>(results))!);
    }

    [Fact]
    public void Options_without_valid_names_are_rejected()
    {
        var exception = Assert.Throws<ArgumentException>(() => KernelWith(new()));
        Assert.Contains("names no function", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KernelWith(new() { Plugins = { "docs.find" } }));
        Assert.Throws<ArgumentException>(() => KernelWith(new() { Plugins = { "" } }));
        Assert.Throws<ArgumentException>(() => KernelWith(new() { Functions = { "a.b.c" } }));
        Assert.Throws<ArgumentException>(() => KernelWith(new() { Functions = { ".find" } }));
        Assert.Throws<ArgumentNullException>(() => KernelWith(null!));
        Assert.Throws<ArgumentException>(() => KernelWith(Find(new() { QueryArgument = "" })));
    }

    [Fact]
    public async Task Options_are_copied()
    {
        var options = Find(new());
        var kernel = KernelWith(options);
        options.Functions.Clear();
        options.RerankOptions = new() { TopN = 1 };
        Assert.Equal(
            ["b3", "a1"],
            await kernel.InvokeAsync<List<string>>(
                "docs", "find", Given(new List<string> { "a1", "b3" }, new() { ["query"] = "q" }), Cancellation));
    }

    public void Dispose()
    {
        _reranker.Dispose();
        _logs.Dispose();
    }

    private static RerankingFunctionFilterOptions Find(RerankingFunctionFilterOptions options)
    {
        options.Functions.Add("docs.find");
        return options;
    }

    private static KernelFunction Returning(object? value, string name) => KernelFunctionFactory.CreateFromMethod(() => value, name);

    /// <summary>The kernel's <c>docs.find</c> returns what its arguments bring.</summary>
    private static KernelArguments Given(object value, KernelArguments arguments)
    {
        arguments["value"] = value;
        return arguments;
    }

    private Task<T?> FindAsync<T>(object value, RerankingFunctionFilterOptions? options = null) =>
        KernelWith(options ?? Find(new())).InvokeAsync<T>("docs", "find", Given(value, new() { ["query"] = "q" }), Cancellation);

    private Kernel KernelWith(RerankingFunctionFilterOptions options)
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions(
            "docs", [KernelFunctionFactory.CreateFromMethod((KernelArguments arguments) => arguments["value"], "find")]);
        kernel.FunctionInvocationFilters.Add(new RerankingFunctionFilter(_reranker, options, _logs));
        return kernel;
    }
}
