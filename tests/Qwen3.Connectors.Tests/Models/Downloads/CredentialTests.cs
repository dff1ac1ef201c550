using System.Text;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Tests.Telemetry;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>User names and passwords in the address of the server.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public async Task A_password_in_the_endpoint_is_sent_to_that_server_and_printed_nowhere()
    {
        await using var content = new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, "\"tag\""), "127.0.0.2");
        await using var server = new FaultyServer(request => request.Number switch
        {
            0 => ServerAnswer.Failure(503),
            1 => ServerAnswer.Redirect(content.Address),
            _ => ServerAnswer.Failure(401),
        });
        using var logs = new CapturedLogs();
        var printed = new List<string>();
        var options = _folder.Options(server, options =>
        {
            options.Endpoint = WithUserInfo(server.Address);
            options.Progress = new ProgressListener(progress => printed.Add($"{progress} {progress.Address}"));
        });
        var store = new ModelStore(options, logs);
        await store.GetAsync(StoreFolder.Name, cancellationToken: TestContext.Current.CancellationToken);
        File.Delete(_folder.Target);
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.AccessDenied, store);

        var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("user:pass word"))}";
        Assert.All(server.Requests, request => Assert.Equal(expected, request.Headers["Authorization"]));
        Assert.False(Assert.Single(content.Requests).Headers.ContainsKey("Authorization"));
        printed.AddRange([exception.ToString(), .. logs.Entries.Select(entry => $"{entry.Message} {entry.Values}")]);
        Assert.True(printed.Count > 4);
        Assert.All(printed, text => Assert.DoesNotContain("pass", text, StringComparison.Ordinal));
        Assert.All(printed, text => Assert.DoesNotContain("user", text, StringComparison.Ordinal));
        Assert.Single(logs.Of(eventId: 15));
        Assert.Single(logs.Of(eventId: 30));
    }

    [Fact]
    public async Task A_token_takes_precedence_over_a_password()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var store = _folder.Store(server, options => (options.Endpoint, options.Token) = (WithUserInfo(server.Address), "hf_token"));
        await store.GetAsync(StoreFolder.Name, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("Bearer hf_token", server.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public void A_password_is_not_in_the_messages_about_an_invalid_endpoint()
    {
        var options = new ModelStoreOptions { Endpoint = new Uri("ftp://user:secret@example/?key=secret") };
        Assert.Equal(["Endpoint is 'ftp://example/'; expected an address that begins with http:// or https://."], options.Validate());
        _folder.Variables["HF_ENDPOINT"] = "ftp://user:secret@example";
        Assert.DoesNotContain("secret", Assert.Throws<ArgumentException>(() => _folder.Store(null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://host/path", "http://host/path")]
    [InlineData("http://user:secret@host/path?token=secret", "http://host/path")]
    [InlineData("user:secret@host", "host")]
    [InlineData("http://user:sec/ret@host#secret", "http://host")]
    [InlineData("huggingface", "huggingface")]
    public void Texts_that_may_be_addresses_are_redacted(string text, string expected) =>
        Assert.Equal(expected, EndpointAddress.Redact(text));

    public void Dispose() => _folder.Dispose();

    private static Uri WithUserInfo(Uri address) => new($"http://user:pass%20word@{address.Authority}/");
}
