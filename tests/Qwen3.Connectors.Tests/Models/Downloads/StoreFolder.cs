using System.Security.Cryptography;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>
/// Creates stores in a temporary folder with their own environment variables, and holds the model file that servers send.
/// </summary>
internal sealed class StoreFolder : IDisposable
{
    /// <summary>A catalog name; test servers send the bundled model for it.</summary>
    public const string Name = "Qwen3-Embedding-0.6B:Q8_0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qwen3-store-");

    public static CatalogModel Model => ModelCatalog.Get(Name);

    public static byte[] File { get; } = System.IO.File.ReadAllBytes(GoldenModels.EmbeddingFile);

    public static string FileHash { get; } = Convert.ToHexStringLower(SHA256.HashData(File));

    public string Path => _folder.FullName;

    public string Target => System.IO.Path.Combine(Path, "Qwen", "Qwen3-Embedding-0.6B-GGUF", "Qwen3-Embedding-0.6B-Q8_0.gguf");

    public string Part => Target + ".part";

    /// <summary>The starts of downloads that the stores have reported.</summary>
    public List<ModelDownloadProgress> Starts { get; } = [];

    /// <summary>The environment variables.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public ModelStore Store(FaultyServer? server, Action<ModelStoreOptions>? change = null) => new(Options(server, change));

    public ModelStoreOptions Options(FaultyServer? server, Action<ModelStoreOptions>? change = null)
    {
        var options = new ModelStoreOptions
        {
            Folder = Path,
            Endpoint = server?.Address,
            RetryDelay = TimeSpan.Zero,
            Progress = new ProgressListener(AddStart),
            ReadEnvironment = ReadVariable,
            RequireModel = RequireKind,
        };
        change?.Invoke(options);
        return options;
    }

    public string? ReadVariable(string name) =>
        Variables.GetValueOrDefault(name) ?? (name == "HF_HOME" ? System.IO.Path.Combine(Path, "hf") : null);

    /// <summary>Accepts the bundled models, which are smaller than those of the catalog.</summary>
    public static void RequireKind(ModelDescription file, CatalogModel model)
    {
        if (file.Kind != model.Kind)
        {
            throw new InvalidModelException(file.Path, $"a file of kind {file.Kind}", $"{model.Kind}");
        }
    }

    public void AssertNothingIsKept() => Assert.All(
        Directory.GetFiles(Path, "*", SearchOption.AllDirectories), file => Assert.EndsWith(".lock", file, StringComparison.Ordinal));

    public void AssertComplete(byte[]? expected = null)
    {
        var hash = expected is null ? FileHash : Convert.ToHexStringLower(SHA256.HashData(expected));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(Target))));
        Assert.Empty(Directory.GetFiles(System.IO.Path.GetDirectoryName(Target)!, "*.part*"));
    }

    public static async Task<ModelDownloadException> AssertFailsAsync(ModelDownloadFailure failure, ModelStore store)
    {
        var exception = await Assert.ThrowsAsync<ModelDownloadException>(
            () => store.GetAsync(Name, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(failure, exception.Failure);
        Assert.StartsWith(Name, exception.Message, StringComparison.Ordinal);
        return exception;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void AddStart(ModelDownloadProgress progress)
    {
        if (progress.Phase == ModelDownloadPhase.Starting)
        {
            Starts.Add(progress);
        }
    }
}
