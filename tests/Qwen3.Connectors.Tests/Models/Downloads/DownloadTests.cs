namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Downloads that reach their end, whatever happens on the way.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_model_is_downloaded_once_and_found_from_then_on()
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
    public async Task What_comes_from_where_and_how_large_it_is_is_told_before_the_first_byte_is_written()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var wasEmpty = false;
        var store = _folder.Store(server, options => options.Announce = download =>
        {
            wasEmpty = !File.Exists(_folder.Part);
            _folder.Announced.Add(download);
        });
        await store.GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.True(wasEmpty);
        var address = new Uri(server.Address, "Qwen/Qwen3-Embedding-0.6B-GGUF/resolve/main/Qwen3-Embedding-0.6B-Q8_0.gguf");
        var told = Assert.Single(_folder.Announced);
        Assert.Equal(new ModelDownload(StoreFolder.Model, address, StoreFolder.File.Length, 0, _folder.Target), told);
        Assert.Equal($"downloading {StoreFolder.Name} (4.8 MB) from {address} to {_folder.Target}", told.ToString());
    }

    [Fact]
    public async Task A_connection_that_breaks_at_random_bytes_ends_byte_identical_without_fetching_any_byte_twice()
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
        Assert.Single(_folder.Announced);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_is_begun_with_again()
    {
        await using var server = new FaultyServer(request => ServerAnswer.Whole(StoreFolder.File, "ETag: \"tag\"") with { BreakAfter = request.Number < 2 ? 2_000_000 : int.MaxValue });
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(3, server.Requests.Count);
        _folder.AssertComplete();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_changed_between_two_attempts_is_begun_with_again(bool honoursCondition)
    {
        var old = new byte[StoreFolder.File.Length];
        StoreFolder.File.AsSpan(0, 8).CopyTo(old);
        await using var server = new FaultyServer(request => request.Number == 0
            ? ServerAnswer.Whole(old, "ETag: \"old\"") with { BreakAfter = 1_000_000 }
            : honoursCondition
                ? ServerAnswer.File(request, StoreFolder.File, "\"new\"")
                : ServerAnswer.File(request with { Headers = request.Headers.Where(header => header.Key != "If-Range").ToDictionary() }, StoreFolder.File, "\"new\""));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task Without_a_tag_or_a_hash_nothing_is_put_behind_a_part()
    {
        await using var server = new FaultyServer(request => ServerAnswer.Whole(StoreFolder.File, "ETag: W/\"weak\"") with { BreakAfter = request.Number == 0 ? 1_000_000 : int.MaxValue });
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.All(server.Requests, request => Assert.False(request.Headers.ContainsKey("Range")));
        _folder.AssertComplete();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task A_busy_server_is_asked_again(int status)
    {
        await using var server = new FaultyServer(request => request.Number < 3 ? ServerAnswer.Failure(status, "Retry-After: 0") : ServerAnswer.File(request, StoreFolder.File, "\"tag\""));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(4, server.Requests.Count);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_silent_connection_counts_as_broken()
    {
        using var forever = new SemaphoreSlim(0);
        await using var server = new FaultyServer(request =>
            ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { Before = request.Number == 0 ? forever.WaitAsync(Cancellation) : Task.CompletedTask });
        await _folder.Store(server, options => options.StallTimeout = TimeSpan.FromSeconds(0.3)).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
        forever.Release();
    }

    [Fact]
    public async Task A_part_whose_beginning_was_spoiled_is_noticed_by_the_hash_and_fetched_afresh()
    {
        await using var server = new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, $"\"{StoreFolder.FileHash}\"") with { BreakAfter = request.Number == 0 ? 3_000_000 : int.MaxValue });
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(server, options => options.MaxAttempts = 1));
        var bytes = await File.ReadAllBytesAsync(_folder.Part, Cancellation);
        bytes[1_000_000] ^= 1;
        await File.WriteAllBytesAsync(_folder.Part, bytes, Cancellation);
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal([0, 3_000_000, 0], server.Requests.Select(request => request.Offset));
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_part_that_was_whole_when_its_process_died_is_checked_and_named_without_a_request()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        new Connectors.Models.Downloads.Transfer.PartialFile(_folder.Target).Restart(new() { EntityTag = "\"tag\"", TotalBytes = StoreFolder.File.Length, Sha256 = StoreFolder.FileHash });
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
    public async Task A_part_with_a_damaged_state_is_fetched_afresh(string state)
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        await File.WriteAllBytesAsync(_folder.Part, new byte[1000], Cancellation);
        await File.WriteAllTextAsync(_folder.Part + ".json", state, Cancellation);
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_part_that_nobody_asked_for_is_not_taken()
    {
        await using var server = new FaultyServer(request => request.Number > 0
            ? ServerAnswer.File(request, StoreFolder.File, "\"tag\"")
            : new(206, StoreFolder.File[..1000], "Content-Length: 1000", $"Content-Range: bytes 0-999/{StoreFolder.File.Length}", "ETag: \"tag\""));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task Progress_grows_to_the_end_and_tells_where_the_file_goes()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var reports = new List<ModelDownloadProgress>();
        await _folder.Store(server).GetAsync(StoreFolder.Name, new Listener(reports.Add), Cancellation);
        var bytes = reports.Where(report => report.Phase == ModelDownloadPhase.Downloading).ToList();
        Assert.Equal(bytes.Select(report => report.Bytes).Order(), bytes.Select(report => report.Bytes));
        Assert.Equal((StoreFolder.File.Length, StoreFolder.File.Length, _folder.Target), (bytes[^1].Bytes, bytes[^1].TotalBytes, bytes[^1].TargetFile));
    }

    [Fact]
    public async Task A_cancelled_download_goes_on_where_it_stopped()
    {
        await using var server = new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { Pause = TimeSpan.FromMilliseconds(request.Number == 0 ? 20 : 0) });
        using var cancellation = new CancellationTokenSource();
        var listener = new Listener(progress => (progress.Bytes > 100_000 ? cancellation : null)?.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _folder.Store(server).GetAsync(StoreFolder.Name, listener, cancellation.Token));
        var length = new FileInfo(_folder.Part).Length;
        Assert.InRange(length, 100_000, StoreFolder.File.Length - 1);
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal(length, server.Requests[^1].Offset);
        Assert.Equal(length, _folder.Announced[^1].PresentBytes);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task Callers_at_once_share_one_download_and_those_who_wait_are_told()
    {
        var go = new TaskCompletionSource();
        await using var server = new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { Before = go.Task });
        var listener = new Listener(progress => (progress.Phase == ModelDownloadPhase.Waiting ? go : null)?.TrySetResult());
        var files = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _folder.Store(server).GetAsync(StoreFolder.Name, listener, Cancellation)));
        Assert.All(files, file => Assert.Equal(_folder.Target, file));
        Assert.Single(server.Requests);
        _folder.AssertComplete();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Listens at once, where <see cref="Progress{T}"/> is told later.</summary>
    internal sealed class Listener(Action<ModelDownloadProgress> listen) : IProgress<ModelDownloadProgress>
    {
        public void Report(ModelDownloadProgress value) => listen(value);
    }
}
