namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>A file under a catalog name must be the model of the catalog entry.</summary>
public sealed class CatalogNameTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_downloaded_file_of_another_network_is_refused()
    {
        await using var server = FaultyServer.Of(StoreFolder.File);
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotAModel, _folder.Store(server, Check));
        Assert.Contains("hidden size 256", exception.Message, StringComparison.Ordinal);
        Assert.Contains("hidden size 1024", exception.Message, StringComparison.Ordinal);
        _folder.AssertNothingIsKept();
    }

    [Fact]
    public async Task A_file_of_another_network_in_the_model_folder_is_refused_and_kept()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        File.Copy(GoldenModels.EmbeddingFile, _folder.Target);
        var store = _folder.Store(null, Check);
        var exception = await StoreFolder.AssertFailsAsync(ModelDownloadFailure.NotAModel, store);
        Assert.Contains(_folder.Target, exception.Message, StringComparison.Ordinal);
        Assert.Null(store.Find(StoreFolder.Name));
        Assert.True(File.Exists(_folder.Target));
    }

    [Fact]
    public void A_file_of_another_network_in_the_Hugging_Face_cache_is_ignored()
    {
        var snapshot = Path.Combine(_folder.Path, "hf", "hub", "models--Qwen--Qwen3-Embedding-0.6B-GGUF", "snapshots", "abc");
        Directory.CreateDirectory(snapshot);
        File.Copy(GoldenModels.EmbeddingFile, Path.Combine(snapshot, StoreFolder.Model.File));
        Assert.Null(_folder.Store(null, Check).Find(StoreFolder.Name));
        Assert.NotNull(_folder.Store(null).Find(StoreFolder.Name));
    }

    [Fact]
    public async Task A_file_of_the_right_network_is_accepted_and_only_its_header_is_read()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        CatalogShapedFile.Save(_folder.Target);
        var store = _folder.Store(null, Check);
        Assert.Equal(_folder.Target, store.Find(StoreFolder.Name));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(_folder.Target, store.Find(StoreFolder.Name));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.Equal(_folder.Target, await store.GetAsync(StoreFolder.Name, cancellationToken: Cancellation));
    }

    public void Dispose() => _folder.Dispose();

    private static void Check(ModelStoreOptions options) => options.RequireModel = new ModelStoreOptions().RequireModel;
}
