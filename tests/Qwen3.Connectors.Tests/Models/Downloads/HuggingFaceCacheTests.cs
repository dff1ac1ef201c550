namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Models in the Hugging Face cache are used without a download.</summary>
public sealed class HuggingFaceCacheTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Theory]
    [InlineData("HF_HOME", "hub")]
    [InlineData("HF_HUB_CACHE", "")]
    [InlineData("HUGGINGFACE_HUB_CACHE", "")]
    [InlineData("XDG_CACHE_HOME", "huggingface/hub")]
    public async Task A_snapshot_is_found_in_the_cache_folder_of_each_variable(string variable, string below)
    {
        var cache = Path.Combine(_folder.Path, "cache");
        _folder.Variables[variable] = cache;
        var file = Write(Path.Combine(cache, below), "abc", StoreFolder.File);
        var store = _folder.Store(
            null, options => (options.Offline, options.ReadEnvironment) = (true, name => _folder.Variables.GetValueOrDefault(name)));
        Assert.Equal(file, store.Find(StoreFolder.Name));
        Assert.Equal(file, await store.GetAsync(StoreFolder.Name, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_link_to_a_blob_is_followed_and_a_broken_link_is_ignored()
    {
        var hub = Path.Combine(_folder.Path, "hf", "hub");
        var file = Write(hub, "abc", StoreFolder.File);
        var blob = Path.Combine(_folder.Path, "blob");
        File.Move(file, blob);
        File.CreateSymbolicLink(file, blob);
        Assert.Equal(file, _folder.Store(null).Find(StoreFolder.Name));
        File.Delete(blob);
        Assert.Null(_folder.Store(null).Find(StoreFolder.Name));
    }

    [Fact]
    public async Task A_file_that_is_not_a_model_is_ignored()
    {
        Write(Path.Combine(_folder.Path, "hf", "hub"), "abc", StoreFolder.File[..1_000_000]);
        await using var server = FaultyServer.Of(StoreFolder.File);
        Assert.Equal(_folder.Target,
            await _folder.Store(server).GetAsync(StoreFolder.Name, cancellationToken: TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private static string Write(string hub, string commit, byte[] content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(hub, "models--Qwen--Qwen3-Embedding-0.6B-GGUF", "snapshots", commit));
        var file = Path.Combine(folder.FullName, "Qwen3-Embedding-0.6B-Q8_0.gguf");
        File.WriteAllBytes(file, content);
        return Path.GetFullPath(file);
    }
}
