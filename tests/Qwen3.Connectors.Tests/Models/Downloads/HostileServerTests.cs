using System.Text;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Servers that replace the published hash, redirect to nowhere, never end, or send bytes for the terminal.</summary>
public sealed class HostileServerTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Published => $"X-Linked-ETag: \"{StoreFolder.FileHash}\"";

    /// <summary>A file that loads, but is not the published one.</summary>
    private static byte[] Changed
    {
        get
        {
            var changed = StoreFolder.File.ToArray();
            changed[^100] ^= 1;
            return changed;
        }
    }

    [Fact]
    public async Task A_redirect_does_not_replace_the_hash_of_the_first_server()
    {
        var changed = Changed;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(changed));
        await using var content = new FaultyServer(
            request => ServerAnswer.File(request, changed, "\"tag\"", $"X-Linked-ETag: \"{hash}\""), "127.0.0.2");
        await using var server = new FaultyServer(_ => ServerAnswer.Redirect(new Uri(content.Address, "blob"), Published));
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.HashMismatch, _folder.Store(server));
        Assert.Contains($"expected {StoreFolder.FileHash}, got {hash}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_does_not_replace_the_length_of_the_first_server()
    {
        await using var content = new FaultyServer(
            _ => new(200, StoreFolder.File[..^50_000], "ETag: \"tag\"", "X-Linked-Size: 1000"), "127.0.0.2");
        await using var server = new FaultyServer(
            _ => ServerAnswer.Redirect(new Uri(content.Address, "blob"), $"X-Linked-Size: {StoreFolder.File.Length}"));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.WrongLength, _folder.Store(server, options => options.MaxAttempts = 2));
        Assert.False(File.Exists(_folder.Target));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_later_response_without_a_hash_does_not_remove_the_published_one(bool isResumed)
    {
        var changed = Changed;
        await using var server = new FaultyServer(request => request.Number == 0
            ? ServerAnswer.File(request, changed, "\"tag\"", Published).BreakFirst(request, 1_000_000)
            : isResumed ? ServerAnswer.File(request, changed, "\"tag\"") : ServerAnswer.Whole(changed, "ETag: \"tag\""));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.HashMismatch, _folder.Store(server));
        Assert.False(File.Exists(_folder.Target));
    }

    [Fact]
    public async Task A_hash_that_an_earlier_process_was_told_is_still_checked()
    {
        var changed = Changed;
        await using var server = new FaultyServer(request => request.Number == 0
            ? ServerAnswer.File(request, changed, "\"tag\"", Published).BreakFirst(request, 1_000_000)
            : ServerAnswer.File(request, changed, "\"tag\""));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(server, options => options.MaxAttempts = 1));
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.HashMismatch, _folder.Store(server));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "X-Linked-ETag: \"no hash\"")]
    public async Task An_entity_tag_that_looks_like_another_hash_does_not_reject_a_good_file(string tag, string more)
    {
        await using var server = new FaultyServer(request =>
            ServerAnswer.File(request, StoreFolder.File, $"\"{tag}\"", more.Length > 0 ? [more] : []).BreakFirst(request, 1_000_000));
        await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation);
        Assert.Equal([0, 1_000_000], server.Requests.Select(request => request.Offset));
        _folder.AssertComplete();
    }

    [Theory]
    [InlineData("//")]
    [InlineData("///")]
    [InlineData("http://")]
    [InlineData("http://[")]
    [InlineData("http://host:99999/")]
    [InlineData("http:///path")]
    [InlineData("\\\\")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example/file")]
    [InlineData("mailto:a@example")]
    [InlineData("data:,GGUF")]
    public async Task A_redirect_to_no_address_is_refused_at_once(string location)
    {
        await using var server = new FaultyServer(_ => new(302, [], $"Location: {location}", "Content-Length: 0"));
        var exception = await Assert.ThrowsAsync<ModelDownloadException>(
            () => _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: Cancellation));
        Assert.Contains(exception.Failure, (ModelDownloadFailure[])[ModelDownloadFailure.UnexpectedAnswer, ModelDownloadFailure.Network]);
        Assert.All(server.Requests, request => Assert.Equal(0, request.Offset));
    }

    [Fact]
    public async Task An_endless_response_ends_at_the_largest_plausible_length()
    {
        await using var server = new FaultyServer(_ => new(200, StoreFolder.File, "ETag: \"tag\"") { IsEndless = true });
        var store = _folder.Store(server, options => options.MaxFileBytes = _ => 8_000_000);
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.WrongLength, store);
        Assert.Contains("without an end; expected at most 8.0 MB", exception.Message, StringComparison.Ordinal);
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task An_endless_response_does_not_fill_the_disk()
    {
        var free = new Queue<long?>([2_000_000_000, 1_000_000]);
        await using var server = new FaultyServer(_ => new(200, StoreFolder.File, "ETag: \"tag\"") { IsEndless = true });
        var store = _folder.Store(server, options => options.ReadFreeBytes = _ => free.Count > 1 ? free.Dequeue() : free.Peek());
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.DiskFull, store);
        Assert.InRange(new FileInfo(_folder.Part).Length, 16_000_000, 20_000_000);
    }

    [Fact]
    public async Task An_implausible_announced_length_is_refused_before_the_first_byte_is_written()
    {
        await using var server = new FaultyServer(_ => new(200, StoreFolder.File, "ETag: \"tag\"", "Content-Length: 5000000000000"));
        var exception = await StoreFolder.AssertFailsAsync(
            ModelDownloadFailure.WrongLength, _folder.Store(server, options => options.ReadFreeBytes = _ => null));
        Assert.Contains("announced 5000.00 GB; expected at most ", exception.Message, StringComparison.Ordinal);
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public void The_largest_plausible_length_is_above_every_published_file() =>
        Assert.All(
            ModelCatalog.Models,
            model => Assert.InRange(new ModelStoreOptions().MaxFileBytes(model), model.EstimatedBytes * 3 / 2, 40_000_000_000));

    [Fact]
    public async Task A_server_that_sends_a_few_bytes_per_timeout_counts_as_broken()
    {
        await using var server = new FaultyServer(request =>
            ServerAnswer.File(request, StoreFolder.File, "\"tag\"").PauseFor(100) with { PieceBytes = 8 });
        var store = _folder.Store(server, options => (options.StallTimeout, options.MaxAttempts) = (TimeSpan.FromSeconds(1), 2));
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, store);
        Assert.Contains("expected at least 1,024 bytes per second", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_sends_a_few_bytes_per_connection_is_not_retried_forever()
    {
        await using var server = new FaultyServer(request =>
            ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { BreakAfter = 1000 });
        await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(server));
        Assert.Equal(new ModelStoreOptions().MaxAttempts, server.Requests.Count);
    }

    [Fact]
    public async Task Bytes_of_a_server_are_escaped_in_messages()
    {
        await using var body = new FaultyServer(_ => ServerAnswer.Whole(Encoding.ASCII.GetBytes("\u001b[2J\u0007EVIL\r\n\u009b")));
        AssertPrintable(await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotAModel, _folder.Store(body)), "\\u{1b}[2J\\u{7}EVIL");
        await using var line = new FaultyServer(_ => ServerAnswer.Failure(200) with { StatusLine = "HTTP/1.1 2\u001b[31m0 x" });
        AssertPrintable(await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(line)), "");
        await using var redirect = new FaultyServer(_ => new(302, [], "Location: http://\u001b[31m:99999999/", "Content-Length: 0"));
        AssertPrintable(await StoreFolder.AssertFailsAsync(ModelDownloadFailure.UnexpectedAnswer, _folder.Store(redirect)), "");
    }

    [Theory]
    [InlineData("plain text, ümlaut, 日本, 😀", "plain text, ümlaut, 日本, 😀")]
    [InlineData("\u001b]0;title\u0007", "\\u{1b}]0;title\\u{7}")]
    [InlineData("line\nbreak\u2028\u0085", "line\\u{a}break\\u{2028}\\u{85}")]
    [InlineData("right-to-left \u202egnp.exe", "right-to-left \\u{202e}gnp.exe")]
    public void Control_and_format_characters_are_escaped(string text, string expected)
    {
        Assert.Equal(expected, PrintableText.Escape(text));
        Assert.Equal("a\\u{d83d}b", PrintableText.Escape("a\ud83db"));
    }

    [Fact]
    public async Task A_control_character_in_the_target_path_is_escaped()
    {
        await using var server = new FaultyServer(_ => ServerAnswer.Failure(404));
        var store = _folder.Store(server, options => options.Folder = Path.Combine(_folder.Path, "a\u001b[31m"));
        AssertPrintable(await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotFound, store), "a\\u{1b}[31m");
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertPrintable(ModelDownloadException exception, string expected)
    {
        Assert.DoesNotContain(exception.Message, char.IsControl);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
