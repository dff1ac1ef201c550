using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Tests.LocalStore;

/// <summary>A folder with a store's file, deleted with the test.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qwen3-store-");
    private readonly List<LocalVectorStore> _stores = [];

    public string File => Path.Combine(_folder.FullName, "sub", "store.db");

    public LocalVectorStore Open(LocalVectorStoreOptions? options = null)
    {
        var store = new LocalVectorStore(File, options);
        _stores.Add(store);
        return store;
    }

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folder.Delete(recursive: true);
    }
}
