namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Downloads in processes that are killed, or in several processes at once.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_download_that_is_killed_at_20_random_points_ends_byte_identical()
    {
        const int Kills = 20;
        var random = new Random(16);
        var points = Enumerable.Range(0, Kills).Select(_ => random.Next(CatalogShapedFile.Bytes.Length)).Order().ToArray();
        var hasSent = new SemaphoreSlim(0);

        // The server stops sending at the kill point, so that the process ends at about that byte.
        await using var server = new FaultyServer(request =>
        {
            var answer = ServerAnswer.File(request, CatalogShapedFile.Bytes, "\"tag\"");
            return request.Number >= Kills
                ? answer
                : answer with { BreakAfter = points[request.Number] - request.Offset, AtTheBreak = () => hasSent.Release() };
        });
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = QwenProcess.Start(_folder, server, "pull", StoreFolder.Name);
            await process.WaitForAsync(hasSent);

            // Every other process is killed during the write, the others when all bytes are in the file.
            await Task.Delay(random.Next(60), Cancellation);
            while (kill % 2 == 1 && !process.HasExited && LengthOf(_folder.Part) < points[kill])
            {
                await Task.Delay(10, Cancellation);
            }

            process.Kill();
            await process.WaitForExitAsync(Cancellation);
            Assert.False(File.Exists(_folder.Target));
        }

        using var last = QwenProcess.Start(_folder, server, "pull", StoreFolder.Name);
        var (exitCode, output, error) = await last.EndAsync();
        Assert.True(exitCode == 0, error);
        Assert.Equal(_folder.Target, output.Trim());
        Assert.True(server.Requests.Count(request => request.Offset > 0) >= (Kills / 2) - 1, "partial files were not resumed");
        _folder.AssertComplete(CatalogShapedFile.Bytes);
    }

    [Fact]
    public async Task Two_processes_download_a_file_once_and_the_second_reports_that_it_waits()
    {
        var go = new TaskCompletionSource();
        await using var server =
            new FaultyServer(request => ServerAnswer.File(request, CatalogShapedFile.Bytes, "\"tag\"") with { Before = go.Task });
        using var first = QwenProcess.Start(_folder, server, "pull", StoreFolder.Name);
        using var second = QwenProcess.Start(_folder, server, "pull", "--json", StoreFolder.Name);

        // The server answers the downloading process only after the other one has reported that it waits.
        var waits = new[] { first, second }.Select(async process => (Process: process, Line: await ReadToWaitingAsync(process))).ToList();
        var waiting = await await Task.WhenAny(waits);
        Assert.Contains("waiting for a download by another process", waiting.Line, StringComparison.Ordinal);
        go.SetResult();
        await Task.WhenAll(waits);
        await first.WaitForExitAsync(Cancellation);
        await second.WaitForExitAsync(Cancellation);
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Single(server.Requests);
        _folder.AssertComplete(CatalogShapedFile.Bytes);
    }

    public void Dispose() => _folder.Dispose();

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static async Task<string> ReadToWaitingAsync(System.Diagnostics.Process process)
    {
        var received = "";
        while (await process.StandardError.ReadLineAsync(Cancellation) is { } line)
        {
            received += line;
            if (line.Contains("another process", StringComparison.Ordinal))
            {
                break;
            }
        }

        return received;
    }
}
