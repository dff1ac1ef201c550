using System.Net.Sockets;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>When an attempt is repeated, and what is reported about it.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public async Task Each_retry_is_reported_before_its_delay()
    {
        var lines = new List<string>();
        await using var server = new FaultyServer(request =>
            request.Number < 2 ? ServerAnswer.Failure(503) : ServerAnswer.File(request, StoreFolder.File, "\"tag\""));
        var listener = new ProgressListener(progress =>
        {
            if (progress.Phase == ModelDownloadPhase.Retrying)
            {
                lines.Add($"{progress} after {server.Requests.Count}");
            }
        });
        await _folder.Store(server).GetAsync(StoreFolder.Name, listener, TestContext.Current.CancellationToken);
        Assert.Equal(
        [
            $"{StoreFolder.Name}: 127.0.0.1 returned status 503; retrying in 0 s (2 of 5) after 1",
            $"{StoreFolder.Name}: 127.0.0.1 returned status 503; retrying in 0 s (3 of 5) after 2",
        ], lines);
    }

    [Fact]
    public async Task A_host_name_that_can_not_be_resolved_fails_early_and_the_message_says_where_to_put_the_file()
    {
        var retries = 0;
        var store = _folder.Store(null, options =>
        {
            options.Endpoint = new Uri("http://qwen3-no-such-host.invalid/");
            options.Progress = new ProgressListener(progress => retries += progress.Phase == ModelDownloadPhase.Retrying ? 1 : 0);
        });
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, store);
        Assert.InRange(retries, 0, 1);
        Assert.Contains($"Put the file at {_folder.Target}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, 1)]
    [InlineData(SocketError.NoData, 1)]
    [InlineData(SocketError.TryAgain, 2)]
    public void A_name_that_does_not_exist_is_not_retried_and_a_resolver_that_is_unavailable_once(SocketError error, int attempts)
    {
        var exception = new HttpRequestException(
            HttpRequestError.NameResolutionError, "Name or service not known (host:443)", new SocketException((int)error));
        var translated = TransportErrors.Translate(exception);
        Assert.Equal((attempts, ModelDownloadFailure.Network), (translated.MaxAttempts, translated.Failure));
        Assert.Equal("the host name can't be resolved: Name or service not known (host:443)", translated.Message);
    }

    [Fact]
    public async Task Bytes_that_can_be_resumed_are_reported_and_others_are_not()
    {
        await using var resumable = new FaultyServer(request =>
            ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { BreakAfter = request.Number == 0 ? 3_000_000 : 0 });
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(resumable));
        Assert.Contains("3.0 MB are kept, and the next download resumes there.", exception.Message, StringComparison.Ordinal);
        File.Delete(_folder.Part);
        await using var other = new FaultyServer(_ =>
            ServerAnswer.Whole(StoreFolder.File, "ETag: W/\"tag\"") with { BreakAfter = 3_000_000 });
        exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.Network, _folder.Store(other));
        Assert.DoesNotContain("are kept", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Delays_double_up_to_a_limit_with_a_random_part()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Equal(second, RetrySchedule.GetDelay(second, 1, null, 0));
        Assert.Equal(second * 3, RetrySchedule.GetDelay(second, 3, null, 1));
        Assert.Equal(second * 30, RetrySchedule.GetDelay(second, 100, null, 0));
        Assert.Equal(second * 10, RetrySchedule.GetDelay(second, 1, second * 10, 0));
        Assert.Equal(second * 12.5, RetrySchedule.GetDelay(second, 1, second * 10, 1));
        Assert.Equal(second * 120, RetrySchedule.GetDelay(second, 1, TimeSpan.MaxValue, 0));
        Assert.Equal(second * 2, RetrySchedule.GetDelay(second, 2, -second, 0));
        Assert.Equal(TimeSpan.Zero, RetrySchedule.GetDelay(TimeSpan.Zero, 5, null, 0.5));
    }

    public void Dispose() => _folder.Dispose();
}
