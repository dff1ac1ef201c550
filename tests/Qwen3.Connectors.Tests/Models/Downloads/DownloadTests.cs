using Qwen3.Connectors.Models.Downloads.Storage;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Downloads that must succeed in spite of faults.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_model_is_downloaded_once_and_found_afterwards()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var store = _folder.Store(server);
        Assert.Null(store.Find(StoreFolder.Name));
        Assert.Equal(_folder.Target, await store.GetAsync("qwen3-embedding:0.6b", cancellationToken: Cancellation));
        Assert.Equal(_folder.Target, await store.GetAsync(StoreFolder.Name, cancellationToken: Cancellation));
        Assert.Equal(_folder.Target, store.Find("qwen/qwen3-embedding-0.6b:q8_0"));
        Assert.Equal("/Qwen/Qwen3-Embedding-0.6B-GGUF/resolve/main/Qwen3-Embedding-0.6B-Q8_0.gguf", Assert.Single(server.Requests).Path);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task The_address_the_size_and_the_target_are_reported_before_the_first_byte_is_written()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var wasEmpty = false;
        var store = _folder.Store(server, options => options.Progress = new ProgressListener(progress =>
        {
            if (progress.Phase == ModelDownloadPhase.Starting)
            {
                wasEmpty = !File.Exists(_folder.Part);
                _folder.Starts.Add(progress);
            }
        }));
        await store.GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.True(wasEmpty);
        var address = new Uri(server.Address, "Qwen/Qwen3-Embedding-0.6B-GGUF/resolve/main/Qwen3-Embedding-0.6B-Q8_0.gguf");
        var start = Assert.Single(_folder.Starts);
        Assert.Equal((StoreFolder.Model, address, _folder.Target), (start.Model, start.Address, start.TargetFile));
        Assert.Equal((0, StoreFolder.File.Length), (start.Bytes, start.TotalBytes));
        Assert.Equal($"downloading {StoreFolder.Name} (4.8 MB) from {address} to {_folder.Target}", start.ToString());
    }

    [Fact]
    public async Task A_connection_that_breaks_at_random_bytes_gives_an_identical_file_without_receiving_any_byte_twice()
    {
        var random = new Random(5);
        long sent = 0;
        await using var server = new FaultyServer(request =>
        {
            var answer = ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { BreakAfter = random.Next(600_000) };
            Interlocked.Add(ref sent, Math.Min(answer.BreakAfter, answer.Body.Length));
            return answer;
        });
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
        Assert.True(server.Requests.Count > 5);
        Assert.All(server.Requests.Where(request => request.Offset > 0), request => Assert.Equal("\"tag\"", request.Headers["If-Range"]));
        Assert.Equal(StoreFolder.File.Length, sent);
        Assert.Single(_folder.Starts);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_causes_a_restart()
    {
        await using var server = new FaultyServer(request => ServerAnswer.Whole(StoreFolder.File, "ETag: \"tag\"")
                .BreakFirst(request, 2_000_000, count: 2));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(3, server.Requests.Count);
        _folder.AssertComplete();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_changed_between_two_attempts_causes_a_restart(bool honoursCondition)
    {
        var old = new byte[StoreFolder.File.Length];
        StoreFolder.File.AsSpan(0, 8).CopyTo(old);
        await using var server = new FaultyServer(request => request.Number == 0
            ? ServerAnswer.Whole(old, "ETag: \"old\"") with { BreakAfter = 1_000_000 }
            : honoursCondition
                ? ServerAnswer.File(request, StoreFolder.File, "\"new\"")
                : ServerAnswer.File(request with { Headers = request.Headers.Where(header => header.Key != "If-Range").ToDictionary() },
                    StoreFolder.File, "\"new\""));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task Without_a_tag_or_a_hash_a_partial_file_is_not_resumed()
    {
        await using var server = new FaultyServer(request => ServerAnswer.Whole(StoreFolder.File, "ETag: W/\"weak\"")
                .BreakFirst(request, 1_000_000));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.All(server.Requests, request => Assert.False(request.Headers.ContainsKey("Range")));
        _folder.AssertComplete();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task A_busy_server_is_retried(int status)
    {
        await using var server = new FaultyServer(request => request.Number < 3 ? ServerAnswer.Failure(status, "Retry-After: 0")
            : ServerAnswer.File(request, StoreFolder.File, "\"tag\""));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(4, server.Requests.Count);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_connection_that_sends_nothing_counts_as_broken()
    {
        using var forever = new SemaphoreSlim(0);
        await using var server = new FaultyServer(request =>
            ServerAnswer.File(request, StoreFolder.File, "\"tag\"")
                .WaitFor(request.Number == 0 ? forever.WaitAsync(Cancellation) : Task.CompletedTask));
        await _folder.Store(server, options => options.StallTimeout = TimeSpan.FromSeconds(0.3)).GetAsync(
            StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
        forever.Release();
    }

    [Fact]
    public async Task A_partial_file_with_a_damaged_byte_is_detected_by_the_hash_and_downloaded_again()
    {
        await using var server = new FaultyServer(request =>
            ServerAnswer.File(request, StoreFolder.File, "\"tag\"", $"X-Linked-ETag: \"{StoreFolder.FileHash}\"")
                .BreakFirst(request, 3_000_000));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(server, options => options.MaxAttempts = 1));
        var bytes = await File.ReadAllBytesAsync(_folder.Part, Cancellation);
        bytes[1_000_000] ^= 1;
        await File.WriteAllBytesAsync(_folder.Part, bytes, Cancellation);
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal([0, 3_000_000, 0], server.Requests.Select(request => request.Offset));
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_complete_partial_file_is_verified_and_renamed_without_a_request()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        new PartialFile(_folder.Target).Restart(
            new() { EntityTag = "\"tag\"", TotalBytes = StoreFolder.File.Length, Sha256 = StoreFolder.FileHash });
        await File.WriteAllBytesAsync(_folder.Part, StoreFolder.File, Cancellation);
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Empty(server.Requests);
        _folder.AssertComplete();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"EntityTag\":\"no tag\"}")]
    public async Task A_partial_file_with_a_damaged_state_is_downloaded_again(string state)
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        await File.WriteAllBytesAsync(_folder.Part, new byte[1000], Cancellation);
        await File.WriteAllTextAsync(_folder.Part + ".json", state, Cancellation);
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_range_that_was_not_requested_is_not_used()
    {
        await using var server = new FaultyServer(request => request.Number > 0
            ? ServerAnswer.File(request, StoreFolder.File, "\"tag\"")
            : new(206, StoreFolder.File[..1000], "Content-Length: 1000", $"Content-Range: bytes 0-999/{StoreFolder.File.Length}",
                "ETag: \"tag\""));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task Progress_increases_to_the_total_and_names_the_target_file()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var reports = new List<ModelDownloadProgress>();
        await _folder.Store(server).GetAsync(StoreFolder.Name, new ProgressListener(reports.Add), Cancellation);
        var bytes = reports.Where(report => report.Phase == ModelDownloadPhase.Downloading).ToList();
        Assert.Equal(bytes.Select(report => report.Bytes).Order(), bytes.Select(report => report.Bytes));
        Assert.Equal((StoreFolder.File.Length, StoreFolder.File.Length, _folder.Target),
            (bytes[^1].Bytes, bytes[^1].TotalBytes, bytes[^1].TargetFile));
    }

    [Fact]
    public async Task A_cancelled_download_is_resumed()
    {
        await using var server = new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, "\"tag\"")
                .PauseFor(request.Number == 0 ? 20 : 0));
        using var cancellation = new CancellationTokenSource();
        var listener = new ProgressListener(progress => (progress.Bytes > 100_000 ? cancellation : null)?.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _folder.Store(server).GetAsync(StoreFolder.Name, listener, cancellation.Token));
        var length = new FileInfo(_folder.Part).Length;
        Assert.InRange(length, 100_000, StoreFolder.File.Length - 1);
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(length, server.Requests[^1].Offset);
        Assert.Equal(length, _folder.Starts[^1].Bytes);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task Concurrent_callers_share_one_download_and_waiting_callers_get_a_report()
    {
        var go = new TaskCompletionSource();
        await using var server =
            new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { Before = go.Task });
        var listener = new ProgressListener(progress => (progress.Phase == ModelDownloadPhase.Waiting ? go : null)?.TrySetResult());
        var files = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => _folder.Store(server).GetAsync(StoreFolder.Name, listener, Cancellation)));
        Assert.All(files, file => Assert.Equal(_folder.Target, file));
        Assert.Single(server.Requests);
        _folder.AssertComplete();
    }

    public void Dispose() => _folder.Dispose();
}
