using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Qwen3.Connectors.Cli;

namespace Qwen3.Connectors.Tests.Cli.Mcp;

/// <summary>The server of the Model Context Protocol, tested with the SDK's own client.</summary>
public sealed class McpCommandTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qwen3-mcp-").FullName;
    private readonly StringWriter _error = new();
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private Task<int> _server = null!;
    private McpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var environment = new CliEnvironment(Stream.Null, TextWriter.Null, _error)
        {
            CreateMcpTransport = () => new StreamServerTransport(_toServer.Reader.AsStream(), _toClient.Writer.AsStream(), "qwen3"),
        };
        string[] arguments =
            ["mcp", GoldenModels.EmbeddingFile, "--reranker", GoldenModels.RerankerFile, "--store", Path.Combine(_folder, "m.db")];
        _server = new CliApplication(environment).RunAsync(arguments, Cancellation);
        _client = await McpClient.CreateAsync(
            new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()), cancellationToken: Cancellation);
    }

    [Fact]
    public async Task The_tools_have_schemas_with_limits()
    {
        Assert.Equal("qwen3", _client.ServerInfo?.Name);
        var tools = await _client.ListToolsAsync(cancellationToken: Cancellation);
        Assert.Equal(["embed", "index", "rerank", "search", "similarity"], tools.Select(tool => tool.Name).Order());
        var dimensions = tools.Single(tool => tool.Name == "embed").JsonSchema.GetProperty("properties").GetProperty("dimensions");
        Assert.Equal((32, 256), (dimensions.GetProperty("minimum").GetInt32(), dimensions.GetProperty("maximum").GetInt32()));
        Assert.All(tools, tool => Assert.Equal(tool.Name != "index", tool.ProtocolTool.Annotations!.ReadOnlyHint));
    }

    [Fact]
    public async Task Documents_are_indexed_found_and_replaced()
    {
        const string Asia = "# Asia\nThe capital of China is Beijing.";
        await CallAsync("index", new() { ["source"] = "a.md", ["text"] = Asia, ["tags"] = new[] { "geo" } });
        await CallAsync("index", new() { ["source"] = "b.txt", ["text"] = "A cookie is a small flat sweet cake." });
        var results = (await CallAsync("search", new() { ["query"] = "What is the capital of China?" })).GetProperty("results");
        Assert.Equal(2, results.GetArrayLength());
        Assert.Equal(("a.md", "1-2"), (results[0].GetProperty("source").GetString(), results[0].GetProperty("lines").GetString()));
        Assert.True(results[0].GetProperty("score").GetDouble() > 0.5);

        results = (await CallAsync("search", new() { ["query"] = "capital", ["source"] = "b.txt" })).GetProperty("results");
        Assert.Equal("b.txt", Assert.Single(results.EnumerateArray()).GetProperty("source").GetString());
        results = (await CallAsync("search", new() { ["query"] = "capital", ["tag"] = "geo", ["top"] = "5.0" })).GetProperty("results");
        Assert.Equal("a.md", Assert.Single(results.EnumerateArray()).GetProperty("source").GetString());

        await CallAsync("index", new() { ["source"] = "a.md", ["text"] = "Nothing about cities." });
        results = (await CallAsync("search", new() { ["query"] = "capital of China" })).GetProperty("results");
        Assert.All(
            results.EnumerateArray(),
            hit => Assert.DoesNotContain("Beijing", hit.GetProperty("text").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_are_embedded_compared_and_reranked_as_in_process()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        var expected = (await generator.GenerateAsync(["Gravity"], cancellationToken: Cancellation))[0].Vector;
        var vectors = (await CallAsync("embed", new() { ["texts"] = new[] { "Gravity" } })).GetProperty("embeddings");
        Assert.Equal(expected.ToArray(), vectors[0].EnumerateArray().Select(value => value.GetSingle()));
        vectors = (await CallAsync("embed", new() { ["texts"] = "[\"a\",\"b\"]", ["role"] = "query", ["dimensions"] = 32.0 }))
            .GetProperty("embeddings");
        Assert.Equal([32, 32], vectors.EnumerateArray().Select(vector => vector.GetArrayLength()));

        var similarities = (await CallAsync("similarity", new() { ["text"] = "a cat", ["others"] = new[] { "a cat", "interest rates" } }))
            .GetProperty("similarities");
        Assert.Equal(1, similarities[0].GetDouble(), 1e-3);
        Assert.True(similarities[1].GetDouble() < 0.9);

        var ranked = (await CallAsync("rerank", new()
        {
            ["query"] = "What is the capital of China?",
            ["documents"] = new[] { "Gravity is a force.", "The capital of China is Beijing." },
            ["top"] = 1,
        })).GetProperty("results");
        var best = Assert.Single(ranked.EnumerateArray());
        Assert.Equal((1, 0.8491), (best.GetProperty("index").GetInt32(), best.GetProperty("score").GetDouble()));
    }

    [Theory]
    [InlineData("embed", """{}""", "'texts'")]
    [InlineData("embed", """{"texts":[""]}""", "'texts'")]
    [InlineData("embed", """{"texts":["a"],"dimensions":31}""", "from 32 to 256")]
    [InlineData("embed", """{"texts":["a"],"dimensions":2.5}""", "from 32 to 256")]
    [InlineData("embed", """{"texts":["a"],"role":"passage"}""", "query or document")]
    [InlineData("rerank", """{"query":"a","documents":[]}""", "'documents'")]
    [InlineData("rerank", """{"query":"a","documents":[1]}""", "'documents'")]
    [InlineData("search", """{"query":"a","top":0}""", "from 1 to 50")]
    [InlineData("index", """{"source":"a"}""", "'text'")]
    [InlineData("nothing", """{}""", "no such tool")]
    public async Task A_fault_is_an_error_result_that_names_the_argument(string tool, string json, string expected)
    {
        var arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
        var result = await _client.CallToolAsync(
            new CallToolRequestParams { Name = tool, Arguments = arguments }, Cancellation);
        Assert.True(result.IsError);
        Assert.Contains(expected, Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_starts_the_command_as_a_process()
    {
        var transport = new StdioClientTransport(new()
        {
            Command = CliProcess.Host,
            Arguments = [CliProcess.Program, "mcp", GoldenModels.EmbeddingFile, "--store", Path.Combine(_folder, "p.db")],
        });
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: Cancellation);
        var tools = await client.ListToolsAsync(cancellationToken: Cancellation);
        Assert.DoesNotContain("rerank", tools.Select(tool => tool.Name));
        var result = await client.CallToolAsync(
            "index", new Dictionary<string, object?> { ["source"] = "ü.txt", ["text"] = "数据库" }, cancellationToken: Cancellation);
        Assert.Equal("""{"source":"ü.txt","passages":1}""", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _toServer.Writer.CompleteAsync();
        Assert.Equal((0, ""), (await _server, _error.ToString()));
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> CallAsync(string tool, Dictionary<string, object?> arguments)
    {
        var result = await _client.CallToolAsync(tool, arguments, cancellationToken: Cancellation);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.False(result.IsError ?? false, text);
        Assert.Equal(text, result.StructuredContent!.Value.GetRawText());
        return result.StructuredContent.Value;
    }
}
