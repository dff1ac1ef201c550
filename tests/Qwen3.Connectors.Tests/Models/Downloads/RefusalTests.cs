using System.Text;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Downloads that must fail, each with its reason and with advice.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Theory]
    [InlineData(404, ModelDownloadFailure.NotFound, "HF_ENDPOINT")]
    [InlineData(410, ModelDownloadFailure.NotFound, "HF_ENDPOINT")]
    [InlineData(401, ModelDownloadFailure.AccessDenied, "Set HF_TOKEN")]
    [InlineData(403, ModelDownloadFailure.AccessDenied, "Set HF_TOKEN")]
    [InlineData(400, ModelDownloadFailure.UnexpectedAnswer, "status 400")]
    public async Task A_refusal_is_not_retried_and_says_what_to_do(int status, ModelDownloadFailure failure, string advice)
    {
        await using var server = new FaultyServer(_ => ServerAnswer.Failure(status));
        var exception = await StoreFolder.AssertFailsAsync(failure, _folder.Store(server));
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(_folder.Starts);
    }

    [Fact]
    public async Task A_rejected_token_is_reported_and_not_shown()
    {
        await using var server = new FaultyServer(_ => ServerAnswer.Failure(401));
        _folder.Variables["HF_TOKEN"] = "hf_secret";
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.AccessDenied, _folder.Store(server));
        Assert.Equal("Bearer hf_secret", server.Requests[0].Headers["Authorization"]);
        Assert.Contains("rejects the token", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_instead_of_a_model_is_detected_by_its_first_bytes()
    {
        await using var server =
            new FaultyServer(_ => new(200, Encoding.ASCII.GetBytes("<!doctype html><p>Sign in"), "Content-Type: text/html; charset=utf-8"));
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotAModel, _folder.Store(server));
        Assert.Contains("an HTML page", exception.Message, StringComparison.Ordinal);
        Assert.Contains("open the address in a browser", exception.Message, StringComparison.Ordinal);
        _folder.AssertNothingIsKept();
    }

    [Theory]
    [InlineData("")]
    [InlineData("GG")]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    public async Task Bytes_that_are_not_a_model_are_not_kept(string body)
    {
        await using var server = new FaultyServer(_ => ServerAnswer.Whole(Encoding.ASCII.GetBytes(body), "ETag: \"tag\""));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotAModel, _folder.Store(server));
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task A_truncated_file_of_another_kind_is_refused_with_the_reason()
    {
        var reranker = await File.ReadAllBytesAsync(GoldenModels.RerankerFile, TestContext.Current.CancellationToken);
        await using var server = FaultyServer.Of(reranker[..(reranker.Length / 2)]);
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotAModel, _folder.Store(server));
        Assert.NotNull(exception.InnerException);
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task Bytes_that_differ_from_the_published_hash_are_deleted()
    {
        var wrong = StoreFolder.File.ToArray();
        wrong[^100] ^= 1;
        await using var server =
            new FaultyServer(request => ServerAnswer.File(request, wrong, "\"tag\"", $"X-Linked-ETag: \"{StoreFolder.FileHash}\""));
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.HashMismatch, _folder.Store(server));
        Assert.Contains($"expected {StoreFolder.FileHash}", exception.Message, StringComparison.Ordinal);
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task A_file_that_is_shorter_than_the_published_length_is_never_accepted()
    {
        var length = StoreFolder.File.Length;
        await using var server =
            new FaultyServer(_ => ServerAnswer.Whole(StoreFolder.File[..^1000], "ETag: \"tag\"", $"X-Linked-Size: {length}"));
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.WrongLength, _folder.Store(server));
        Assert.Contains(FormattableString.Invariant($"ended after {length - 1000:N0} of {length:N0} bytes"), exception.Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Target));
    }

    [Fact]
    public async Task A_file_that_is_longer_than_the_published_length_is_deleted()
    {
        await using var server = new FaultyServer(
            _ => ServerAnswer.Whole([.. StoreFolder.File, 1, 2, 3], "ETag: \"tag\"", $"X-Linked-Size: {StoreFolder.File.Length}"));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.WrongLength, _folder.Store(server));
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task A_server_that_announces_more_bytes_than_it_sends_fails_after_the_last_attempt()
    {
        await using var server =
            new FaultyServer(_ => new(200, StoreFolder.File, $"Content-Length: {StoreFolder.File.Length + 1000}", "ETag: \"tag\""));
        var exception = await StoreFolder.AssertFailsAsync(
            ModelDownloadFailure.Network, _folder.Store(server, options => options.MaxAttempts = 3));
        Assert.Contains("after 3 attempts", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Target));
    }

    [Fact]
    public async Task A_truncated_file_without_any_length_is_detected_by_its_header()
    {
        await using var server = new FaultyServer(_ => new(200, StoreFolder.File[..^50_000], "ETag: \"tag\""));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotAModel, _folder.Store(server));
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task An_unreachable_server_fails_after_the_last_attempt()
    {
        Uri gone;
        await using (var server = FaultyServer.Of([]))
        {
            gone = server.Address;
        }

        var exception = await StoreFolder.AssertFailsAsync(
            ModelDownloadFailure.Network, _folder.Store(null, options => (options.Endpoint, options.MaxAttempts) = (gone, 2)));
        Assert.Contains("after 2 attempts", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_detected_before_the_first_byte()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var exception = await StoreFolder.AssertFailsAsync(
            ModelDownloadFailure.DiskFull, _folder.Store(server, options => options.ReadFreeBytes = _ => 1_000_000));
        Assert.Contains("has 1.0 MB free; 4.8 MB more are needed", exception.Message, StringComparison.Ordinal);
        Assert.Contains("QWEN3_MODELS", exception.Message, StringComparison.Ordinal);
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task A_disk_that_becomes_full_during_the_download_is_reported()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full, which only Linux has");
        await using var server = new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, "\"tag\"")
                .BreakFirst(request, 1_000_000));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(server, options => options.MaxAttempts = 1));
        var store = _folder.Store(server, options => options.OpenOutput = file =>
        {
            file.Dispose();
            return new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
        });
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.DiskFull, store);
        Assert.Contains("is full", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_reported()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var exception = await StoreFolder.AssertFailsAsync(
            ModelDownloadFailure.FileSystem, _folder.Store(server, options => options.Folder = file));
        Assert.Contains("QWEN3_MODELS", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QWEN3_OFFLINE", "1")]
    [InlineData("HF_HUB_OFFLINE", "true")]
    public async Task Offline_no_request_is_sent_and_the_message_names_the_searched_folders(string variable, string value)
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        _folder.Variables[variable] = value;
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Offline, _folder.Store(server));
        Assert.Contains(variable, exception.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Target, exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
