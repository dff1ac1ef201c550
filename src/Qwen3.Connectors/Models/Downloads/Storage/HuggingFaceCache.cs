namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>
/// Reads the cache that Hugging Face's own tools share: <c>models--owner--name/snapshots/{commit}/{file}</c>. Nothing is written to it.
/// </summary>
internal static class HuggingFaceCache
{
    /// <summary>
    /// Returns the folder of the cache according to the environment variables, with the precedence that Hugging Face documents.
    /// </summary>
    public static string FindFolder(Func<string, string?> readPath) =>
        readPath("HF_HUB_CACHE")
        ?? readPath("HUGGINGFACE_HUB_CACHE")
        ?? (readPath("HF_HOME") is { } home
            ? Path.Combine(home, "hub")
            : Path.Combine(readPath("XDG_CACHE_HOME") ?? Path.Combine(HomeFolder.Path, ".cache"), "huggingface", "hub"));

    /// <summary>Returns the usable file of the newest snapshot that has one, or null.</summary>
    public static string? Find(string folder, CatalogModel model, Func<string, bool> isUsable) =>
        Snapshots(folder, model)
            .Select(snapshot => new FileInfo(Path.Combine(snapshot.FullName, model.File)))
            .FirstOrDefault(file => file.Exists && isUsable(file.FullName))?.FullName;

    private static IEnumerable<DirectoryInfo> Snapshots(string folder, CatalogModel model)
    {
        var repository = $"models--{model.Repository.Replace("/", "--", StringComparison.Ordinal)}";
        var snapshots = new DirectoryInfo(Path.Combine(folder, repository, "snapshots"));
        try
        {
            return snapshots.Exists ? snapshots.GetDirectories().OrderByDescending(snapshot => snapshot.LastWriteTimeUtc) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
