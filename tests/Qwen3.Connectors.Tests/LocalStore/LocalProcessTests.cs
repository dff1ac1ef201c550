using Qwen3.Connectors.Benchmarks.LocalStore;

namespace Qwen3.Connectors.Tests.LocalStore;

/// <summary>Short versions of the benchmarks' <c>-- local-store kill</c> and <c>-- local-store readers</c>.</summary>
public sealed class LocalProcessTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public LocalProcessTests() => Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_writer_that_is_killed_leaves_each_batch_whole_or_absent() =>
        Assert.InRange(
            await KillRun.RunAsync(_folder.File, kills: 5, seed: 1, TestContext.Current.CancellationToken), 5, long.MaxValue);

    [Fact]
    public async Task Readers_of_other_processes_see_no_half_write_and_nothing_stale()
    {
        var (batches, results) = await ReadersRun.RunAsync(
            _folder.File, processes: 2, threads: 2, seconds: 2, TestContext.Current.CancellationToken);
        Assert.True(batches > 0 && results > 0, $"{batches} batches, {results} results");
    }
}
