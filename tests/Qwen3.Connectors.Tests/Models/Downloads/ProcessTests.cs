namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Downloads by processes that die, or that are several.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_download_that_is_killed_at_20_random_points_ends_byte_identical()
    {
        const int Kills = 20;
        var random = new Random(16);
        var points = Enumerable.Range(0, Kills).Select(_ => random.Next(StoreFolder.File.Length)).Order().ToArray();
        var hasSent = new SemaphoreSlim(0);

        // The server sends up to the point and then nothing more, so that the process dies at about that byte.
        await using var server = new FaultyServer(request =>
        {
            var answer = ServerAnswer.File(request, StoreFolder.File, "\"tag\"");
            return request.Number >= Kills ? answer : answer with { BreakAfter = points[request.Number] - request.Offset, AtTheBreak = () => hasSent.Release() };
        });
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = QwenProcess.Start(_folder, server, "pull", StoreFolder.Name);
            await hasSent.WaitAsync(Cancellation);

            // From while bytes are being written to long after.
            await Task.Delay(random.Next(60), Cancellation);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
            Assert.False(File.Exists(_folder.Target));
        }

        using var last = QwenProcess.Start(_folder, server, "pull", StoreFolder.Name);
        var (exitCode, output, error) = await last.EndAsync();
        Assert.True(exitCode == 0, error);
        Assert.Equal(_folder.Target, output.Trim());
        Assert.True(server.Requests.Count(request => request.Offset > 0) > Kills / 2, "parts were not used again");
        _folder.AssertComplete();
    }

    [Fact]
    public async Task Two_processes_at_once_download_once_and_the_second_one_says_that_it_waits()
    {
        var go = new TaskCompletionSource();
        await using var server = new FaultyServer(request => ServerAnswer.File(request, StoreFolder.File, "\"tag\"") with { Before = go.Task });
        using var first = QwenProcess.Start(_folder, server, "pull", StoreFolder.Name);
        using var second = QwenProcess.Start(_folder, server, "pull", "--json", StoreFolder.Name);

        // One of them says so; the server lets the other one go on then.
        var waits = new[] { first, second }.Select(async process => (Process: process, Line: await ReadToWaitingAsync(process))).ToList();
        var waiting = await await Task.WhenAny(waits);
        Assert.Contains("another process downloads it", waiting.Line, StringComparison.Ordinal);
        go.SetResult();
        await Task.WhenAll(waits);
        await first.WaitForExitAsync(Cancellation);
        await second.WaitForExitAsync(Cancellation);
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Single(server.Requests);
        _folder.AssertComplete();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ReadToWaitingAsync(System.Diagnostics.Process process)
    {
        var heard = "";
        while (await process.StandardError.ReadLineAsync(Cancellation) is { } line)
        {
            heard += line;
            if (line.Contains("another process", StringComparison.Ordinal))
            {
                break;
            }
        }

        return heard;
    }
}
