using System.Diagnostics;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Symbolic links and pipes that others have put in the model folder under the names that a download uses.</summary>
public sealed class PlantedFileTests : IDisposable
{
    private const string State = "{\"EntityTag\":\"\\u0022tag\\u0022\",\"TotalBytes\":5000000}";

    private readonly StoreFolder _folder = new();

    [Theory]
    [InlineData(".part")]
    [InlineData(".part.json")]
    [InlineData(".part.json.new")]
    public async Task A_symbolic_link_is_replaced_and_its_target_is_left_alone(string extension)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links need a privilege on Windows");
        await using var server = FaultyServer.Of(StoreFolder.File);
        var (victim, content) = Plant(extension);
        await DownloadAsync(server);
        Assert.Equal(content, await File.ReadAllTextAsync(victim, TestContext.Current.CancellationToken));
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_symbolic_link_as_a_partial_file_with_a_valid_state_is_replaced_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links need a privilege on Windows");
        await using var server = FaultyServer.Of(StoreFolder.File);
        var (victim, content) = Plant(".part");
        await File.WriteAllTextAsync(_folder.Part + ".json", State, TestContext.Current.CancellationToken);
        await DownloadAsync(server);
        Assert.Equal(content, await File.ReadAllTextAsync(victim, TestContext.Current.CancellationToken));
        Assert.Equal(0, Assert.Single(server.Requests).Offset);
        _folder.AssertComplete();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_symbolic_link_as_the_lock_is_refused(bool hasTarget)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links need a privilege on Windows");
        await using var server = FaultyServer.Of(StoreFolder.File);
        var (victim, _) = Plant(".lock");
        if (!hasTarget)
        {
            File.Delete(victim);
        }

        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.FileSystem, _folder.Store(server));
        Assert.Contains("is a symbolic link; expected a file", exception.Message, StringComparison.Ordinal);
        Assert.Equal(hasTarget, File.Exists(victim));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".part")]
    [InlineData(".part.json")]
    [InlineData(".part.json.new")]
    public async Task A_pipe_is_replaced(string extension)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs mkfifo");
        await using var server = FaultyServer.Of(StoreFolder.File);
        await PlantPipeAsync(_folder.Target + extension);
        Assert.Null(_folder.Store(server).Find(StoreFolder.Name));
        await DownloadAsync(server);
        _folder.AssertComplete();
    }

    [Fact]
    public async Task A_pipe_as_the_lock_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs mkfifo");
        await using var server = FaultyServer.Of(StoreFolder.File);
        await PlantPipeAsync(_folder.Target + ".lock");
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.FileSystem, _folder.Store(server));
        Assert.Contains("is a pipe or a device; expected a file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_in_the_Hugging_Face_cache_is_ignored()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs mkfifo");
        var snapshot = Path.Combine(_folder.Path, "hf", "hub", "models--Qwen--Qwen3-Embedding-0.6B-GGUF", "snapshots", "abc");
        await PlantPipeAsync(Path.Combine(snapshot, "pipe"));
        File.CreateSymbolicLink(Path.Combine(snapshot, StoreFolder.Model.File), Path.Combine(snapshot, "pipe"));
        Assert.Null(_folder.Store(null).Find(StoreFolder.Name));
    }

    public void Dispose() => _folder.Dispose();

    private Task<string> DownloadAsync(FaultyServer server) =>
        _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: TestContext.Current.CancellationToken);

    private (string Victim, string Content) Plant(string extension)
    {
        const string Content = "GGUF and more that nobody may change";
        var victim = Path.Combine(_folder.Path, "victim");
        File.WriteAllText(victim, Content);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        File.CreateSymbolicLink(_folder.Target + extension, victim);
        return (victim, Content);
    }

    private static async Task PlantPipeAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var process = Process.Start("mkfifo", [path]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
