using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Load with a catalog name, on the environment variables of the process.</summary>
[Collection(TestsAlone.Name)]
public sealed class LoadByNameTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly Dictionary<string, string?> _before = [];

    public LoadByNameTests()
    {
        Set("QWEN3_MODELS", _folder.Path);
        Set("QWEN3_OFFLINE", "1");
        Set("HF_HUB_CACHE", Path.Combine(_folder.Path, "hub"));
        Set("HF_ENDPOINT", null);
        Set("HF_TOKEN", null);
    }

    [Fact]
    public async Task A_model_on_this_machine_is_opened_by_its_name()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Target)!);
        CatalogShapedFile.Save(_folder.Target);
        using var loaded = Qwen3EmbeddingGenerator.Load("qwen3-embedding:0.6b");
        using var created = Qwen3EmbeddingGenerator.Create(new() { ModelPath = "qwen3-embedding:0.6b" });
        foreach (var generator in new[] { loaded, created })
        {
            Assert.Equal(1024, (await generator.GenerateVectorAsync("a", cancellationToken: TestContext.Current.CancellationToken)).Length);
        }
    }

    [Fact]
    public void A_missing_model_and_an_unknown_name_are_reported()
    {
        Assert.Equal(ModelDownloadFailure.Offline,
            Assert.Throws<ModelDownloadException>(() => Qwen3Reranker.Load("Qwen3-Reranker-4B")).Failure);
        Assert.Contains("The nearest names are",
            Assert.Throws<ArgumentException>(() => Qwen3EmbeddingGenerator.Load("qwen3-embedding:5b")).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _folder.Dispose();
    }

    private void Set(string name, string? value)
    {
        _before[name] = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
