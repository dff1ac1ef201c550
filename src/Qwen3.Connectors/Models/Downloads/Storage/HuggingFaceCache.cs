namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>
/// Reads the cache that Hugging Face's own tools share: <c>models--owner--name/snapshots/{commit}/{file}</c>. Nothing is written to it.
/// </summary>
internal static class HuggingFaceCache
{
    /// <summary>Returns the folder of the cache according to the environment variables.</summary>
    public static IReadOnlyList<string> Folders(Func<string, string?> read)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            read("HF_HUB_CACHE")
                ?? (read("HF_HOME") is { } hub
                    ? Path.Combine(hub, "hub")
                    : Path.Combine(read("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "huggingface", "hub")),
        ];
    }

    /// <summary>Returns the usable file of the newest snapshot that has one, or null.</summary>
    public static string? Find(IEnumerable<string> folders, CatalogModel model) =>
        folders.SelectMany(folder => Snapshots(folder, model))
            .Select(snapshot => new FileInfo(Path.Combine(snapshot.FullName, model.File)))
            .Where(file => file.Exists)
            .FirstOrDefault(file => ModelFileCheck.IsUsable(file.FullName, model))?.FullName;

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
