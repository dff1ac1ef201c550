using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using RagApi;

namespace Qwen3.Connectors.Adapters.Tests.Samples;

/// <summary>The sample web service, over HTTP.</summary>
public sealed class RagApiTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qwen3-rag-").FullName;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string[] settings =
            ["--urls", "http://127.0.0.1:0", "--Store", Path.Combine(_folder, "rag.db"), "--Logging:LogLevel:Default", "None"];
        _app = RagApiProgram.Build(settings);
        await _app.StartAsync(Cancellation);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    [Fact]
    public async Task Documents_are_added_found_answered_and_deleted()
    {
        Assert.True(await RagApiProgram.AddSamplesAsync(_app.Services) > 180);
        const string Text = "# Gift\nThe blue bicycle is a present for Ada.";
        var added = await PostAsync("/documents", new { source = "notes/gift.md", text = Text, tags = new[] { "mine" } });
        Assert.Equal(1, added.GetProperty("passages").GetInt32());

        var found = await PostAsync("/search", new { query = "recover deleted files", top = 3 });
        Assert.Equal(3, found.GetArrayLength());
        Assert.Equal("programs.md", found[0].GetProperty("source").GetString());
        Assert.StartsWith("## undelete", found[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        found = await PostAsync("/search", new { query = "present", tag = "mine" });
        Assert.Equal(1, found.GetArrayLength());

        var answer = await PostAsync("/answer", new { question = "blue bicycle present for Ada" });
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("answer").ValueKind);
        Assert.Equal("notes/gift.md", answer.GetProperty("passages")[0].GetProperty("source").GetString());

        Assert.Equal(HttpStatusCode.OK, (await _client.DeleteAsync("/documents/notes/gift.md", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.DeleteAsync("/documents/notes/gift.md", Cancellation)).StatusCode);
        found = await PostAsync("/search", new { query = "present", tag = "mine" });
        Assert.Equal(0, found.GetArrayLength());
    }

    [Theory]
    [InlineData("/search", """{"query": " "}""")]
    [InlineData("/search", """{"query": "a", "top": 0}""")]
    [InlineData("/search", """{"query": "a", "top": 51}""")]
    [InlineData("/documents", """{"source": "a"}""")]
    [InlineData("/answer", "{}")]
    [InlineData("/answer", "{")]
    public async Task Invalid_requests_are_refused(string path, string json)
    {
        using var content = new StringContent(json, mediaType: new("application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.PostAsync(path, content, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task It_is_healthy_once_the_models_are_loaded()
    {
        var status = HttpStatusCode.ServiceUnavailable;
        for (var attempt = 0; attempt < 200 && status != HttpStatusCode.OK; attempt++)
        {
            await Task.Delay(50, Cancellation);
            status = (await _client.GetAsync("/health", Cancellation)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, status);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _client.PostAsJsonAsync(path, body, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
