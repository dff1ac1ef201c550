using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>What a server can do wrong, one fault at a time.</summary>
public class RemoteFaultTests
{
    private const string Canary = "canary-7f3a";
    private const string Key = "secret-91c2";

    private static readonly string[] s_texts = [.. Enumerable.Range(0, 50).Select(i => $"text {i} {Canary}")];

    public static TheoryData<int, string, Type, string> Refusals => new()
    {
        { 401, "", typeof(EngineException), "Set RemoteOptions.Key" },
        { 403, Canary, typeof(EngineException), "Set RemoteOptions.Key" },
        { 404, $"{{\"error\":\"model '{Canary}' not found\"}}", typeof(EngineException), "Check RemoteOptions.Model" },
        { 413, Canary, typeof(EngineException), "too large" },
        { 422, $"{{\"error\":\"batch size 1 > maximum allowed batch size 0: {Canary}\"}}", typeof(EngineException), "too large" },
        { 400, $"{{\"message\":\"maximum context length is 9 tokens: {Canary}\"}}", typeof(ArgumentException), "--max-model-len" },
        { 500, $"{{\"error\":\"input is too large to process: {Canary}\"}}", typeof(ArgumentException), "more tokens than the server" },
        { 500, $"{{\"error\":\"json: unsupported value: NaN {Canary}\"}}", typeof(InvalidOutputException), "not finite" },
        { 424, Canary, typeof(InvalidOutputException), "not finite" },
        { 400, $"{{\"detail\":\"{Canary}\"}}", typeof(EngineException), "qwen3 doctor" },
        { 500, $"<html>{Canary}</html>", typeof(EngineException), "Its log says why" },
        { 501, Canary, typeof(EngineException), "docs/servers" },
        { 307, Canary, typeof(EngineException), "Use the final address" },
    };

    public static TheoryData<string, string> OtherShapes => new()
    {
        { "{\"data\":[]}", "0 embeddings" },
        { "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}", "index 0 twice" },
        { "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":2,\"embedding\":[1]}]}", "index 2" },
        { "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":\"b\",\"embedding\":[1]}]}", "index that is not a whole number" },
        { "{\"data\":[{\"index\":0,\"embedding\":[1,2]},{\"index\":1,\"embedding\":[1,2]}]}", "2 values" },
        { "{\"data\":[{\"index\":0,\"embedding\":\"!!\"},{\"index\":1,\"embedding\":\"AAAA\"}]}", "not base64" },
        { "{\"data\":[{\"index\":0},{\"index\":1}]}", "without 'embedding'" },
        { "{\"data\":[{\"index\":0,\"embedding\":[\"x\"]},{\"index\":1,\"embedding\":[1]}]}", "String" },
        { "{\"data\":7}", "no list 'data'" },
        { "[]", "no list 'data'" },
        { "null", "no list 'data'" },
        { $"<html>{Canary}</html>", "not JSON" },
        { "{\"data\":[{\"index\":0,\"embedding\":[1", "not JSON" },
    };

    [Fact]
    public async Task An_overloaded_server_is_asked_again_when_it_says()
    {
        await using var server = await RemoteEngines.StartAsync();
        var time = new FastTime(100);
        using var remote = RemoteEngines.Connect(time, null, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Faults.Add(429, retryAfter: "17");
        await RemoteEngines.EmbedAsync(remote, s_texts);
        Assert.Contains(TimeSpan.FromSeconds(17), time.Delays);
        AssertOnce(server, s_texts);
    }

    [Fact]
    public async Task A_server_that_loads_its_model_is_waited_for()
    {
        await using var server = await RemoteEngines.StartAsync(configure: fake => fake.Status = 503);
        using var remote = RemoteEngines.Connect(new FastTime(10), null, server);
        var call = RemoteEngines.EmbedAsync(remote, "text");
        await RemoteEngines.WaitUntilAsync(() => server.Requests.Count > 1);
        server.Status = 200;
        await call;
    }

    [Fact]
    public async Task A_server_that_stays_unavailable_is_an_error_that_says_when_to_try_again()
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(new FastTime(100), options => options.MaxRetries = 2, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        for (var i = 0; i < 3; i++)
        {
            server.Faults.Add(503, retryAfter: "40");
        }

        var exception = await Assert.ThrowsAsync<ServerUnavailableException>(() => RemoteEngines.EmbedAsync(remote, "text"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.Status);
        Assert.Equal(TimeSpan.FromSeconds(40), exception.RetryAfter);
        Assert.True(server.Faults.IsEmpty);
    }

    [Fact]
    public async Task Dropped_connections_lose_nothing_and_give_nothing_twice()
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(new FastTime(100), options => options.MaxTextsPerRequest = 8, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        for (var i = 0; i < 3; i++)
        {
            server.Faults.AddDrop();
        }

        await RemoteEngines.EmbedAsync(remote, s_texts);
        Assert.True(server.Faults.IsEmpty);
        AssertOnce(server, s_texts);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_a_type_and_a_remedy_and_quotes_nothing(int status, string body, Type type, string remedy)
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(null, options => options.Key = Key, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Faults.Add(status, body);
        var exception = await Record.ExceptionAsync(() => RemoteEngines.EmbedAsync(remote, s_texts[..1]));
        Assert.IsType(type, exception);
        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
        Assert.True(exception is not EngineException refusal || (int)refusal.Status! == status);
        AssertSecret(exception);
        Assert.True(server.Faults.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(OtherShapes))]
    public async Task An_answer_of_another_shape_is_refused_with_what_is_wrong(string body, string found)
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(null, null, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Faults.Add(200, body, contentType: "text/x");
        var exception = await Record.ExceptionAsync(() => RemoteEngines.EmbedAsync(remote, s_texts[..2]));
        Assert.True(exception is InvalidOutputException or EngineException, $"{exception}");
        Assert.Contains(found, exception.Message, StringComparison.Ordinal);
        AssertSecret(exception);
    }

    [Fact]
    public async Task A_slow_body_is_bounded_by_the_timeout_of_a_request()
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(
            null,
            options =>
            {
                options.RequestTimeout = TimeSpan.FromMilliseconds(500);
                options.MaxRetries = 0;
            },
            server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Faults.AddStall();
        var exception = await Assert.ThrowsAsync<ServerUnavailableException>(() => RemoteEngines.EmbedAsync(remote, "text"));
        Assert.Contains("RequestTimeout", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_bounded_by_its_own_timeout()
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(null, options => options.Timeout = TimeSpan.FromMilliseconds(700), server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Faults.AddStall();
        var exception = await Assert.ThrowsAsync<ServerUnavailableException>(() => RemoteEngines.EmbedAsync(remote, "text"));
        Assert.Contains("RemoteOptions.Timeout", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_reaches_the_server_and_is_not_wrapped()
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(null, null, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Delay = _ => Timeout.InfiniteTimeSpan;
        using var cancellation = new CancellationTokenSource();
        var before = server.Bodies.Count;
        var call = remote.GenerateAsync(["text"], cancellationToken: cancellation.Token);
        await RemoteEngines.WaitUntilAsync(() => server.Bodies.Count > before);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await RemoteEngines.WaitUntilAsync(() => server.CancelledRequests == 1);
        server.Delay = _ => TimeSpan.Zero;
        await RemoteEngines.EmbedAsync(remote, "next");
    }

    [Fact]
    public async Task Without_a_server_the_error_names_the_address()
    {
        await using var server = await RemoteEngines.StartAsync();
        await server.KillAsync();
        using var remote = RemoteEngines.Connect(new FastTime(100), null, server);
        var exception = await Assert.ThrowsAsync<ServerUnavailableException>(() => RemoteEngines.EmbedAsync(remote, "text"));
        Assert.Contains($"{server.Address}: the server can't be reached", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_takes_no_key_along()
    {
        await using var server = await RemoteEngines.StartAsync();
        await using var other = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(null, options => options.Key = Key, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Faults.Add(context =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = new Uri(other.Address, "v1/embeddings").ToString();
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<EngineException>(() => RemoteEngines.EmbedAsync(remote, "text"));
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("api-key", Key)]
    public async Task The_key_is_sent_with_every_request_in_its_header(string header, string sent)
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(
            null,
            options =>
            {
                options.Key = Key;
                options.KeyHeader = header;
            },
            server);
        await RemoteEngines.EmbedAsync(remote, "text");
        Assert.All(server.KeyHeaders, value => Assert.Equal(sent, value));
    }

    [Fact]
    public async Task A_text_that_the_server_refuses_does_not_lose_the_rest()
    {
        // A server of this kind does not tell its limit: its refusal, which quotes the text, is all there is.
        await using var server = await RemoteEngines.StartAsync(RemoteProtocol.OpenAI, fake => fake.MaxTokens = 60);
        using var remote = RemoteEngines.Connect(null, null, server);
        string[] texts = [.. s_texts];
        texts[11] = texts[30] = string.Join(' ', Enumerable.Repeat(Canary, 40));
        var exception = await Assert.ThrowsAsync<PartialResultException>(() => RemoteEngines.EmbedAsync(remote, texts));
        Assert.Equal([11, 30], exception.Failures.Keys.Order());
        Assert.All(exception.Failures, failure => Assert.IsType<ArgumentException>(failure.Value));
        Assert.Equal(48, exception.Completed.Count);
        RemoteEngines.AssertCheap(
            [.. exception.Completed.Keys.Select(i => texts[i])],
            [.. exception.Completed.Values.Select(row => new Embedding<float>(row.Values))]);
        AssertSecret(exception);
    }

    [Fact]
    public async Task A_server_that_refuses_everything_is_not_asked_for_every_text()
    {
        await using var server = await RemoteEngines.StartAsync();
        using var remote = RemoteEngines.Connect(null, null, server);
        await RemoteEngines.EmbedAsync(remote, "first");
        server.Status = 400;
        var before = server.Requests.Count;
        await Assert.ThrowsAsync<EngineException>(() => RemoteEngines.EmbedAsync(remote, s_texts));
        Assert.InRange(server.Requests.Count - before, 1, 40);
    }

    [Theory]
    [InlineData("{\"results\":[{\"relevance_score\":0.5},{\"relevance_score\":0.4}]}", "without an index")]
    [InlineData("{\"results\":[{\"index\":1,\"relevance_score\":0.5}]}", "1 scores")]
    [InlineData("{\"results\":[{\"index\":1,\"relevance_score\":0.5},{\"index\":1,\"relevance_score\":0.4}]}", "index 1 twice")]
    [InlineData("{\"results\":[{\"index\":1,\"relevance_score\":0.5},{\"index\":0}]}", "without a score")]
    [InlineData("{\"results\":[{\"index\":1,\"relevance_score\":7.5},{\"index\":0,\"relevance_score\":0.1}]}", "outside of 0 to 1")]
    [InlineData("{\"scores\":[0.5,0.4]}", "no list 'data'")]
    public async Task Scores_of_another_shape_are_refused_with_what_is_wrong(string body, string found)
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.Vllm);
        using var remote = Qwen3Reranker.Connect(server.Address.ToString());
        await remote.RerankAsync("first", ["a"], cancellationToken: TestContext.Current.CancellationToken);
        server.Faults.Add(200, body);
        var exception = await Assert.ThrowsAsync<InvalidOutputException>(() =>
            remote.RerankAsync("query", ["a", "b"], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(found, exception.Message, StringComparison.Ordinal);
    }

    private static void AssertOnce(FakeServer server, string[] texts) => Assert.Equal(
        texts.Order(StringComparer.Ordinal),
        server.AnsweredTexts.SelectMany(answered => answered).Where(texts.Contains).Order(StringComparer.Ordinal));

    private static void AssertSecret(Exception exception)
    {
        Assert.DoesNotContain(Canary, exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
    }
}
