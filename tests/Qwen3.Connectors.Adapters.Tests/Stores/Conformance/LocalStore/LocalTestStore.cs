using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;
using VectorData.ConformanceTests.Support;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Conformance.LocalStore;

/// <summary>A local store in a temporary file, for the conformance tests of Microsoft.Extensions.VectorData.</summary>
internal sealed class LocalTestStore : TestStore
{
    private string _folder = "";

    public static LocalTestStore Instance { get; } = new();

    public string File => Path.Combine(_folder, "conformance.db");

    public LocalVectorStore Open(IEmbeddingGenerator? generator) => new(File, new() { EmbeddingGenerator = generator });

    protected override Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("qwen3-store-").FullName;
        DefaultVectorStore = Open(generator: null);
        return Task.CompletedTask;
    }

    protected override Task StopAsync()
    {
        DefaultVectorStore.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
