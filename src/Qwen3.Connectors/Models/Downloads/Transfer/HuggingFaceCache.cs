namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>The cache that Hugging Face's own tools share: <c>models--owner--name/snapshots/{commit}/{file}</c>. It is read, never written.</summary>
internal static class HuggingFaceCache
{
    public static IReadOnlyList<string> Folders(Func<string, string?> read)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            read("HF_HUB_CACHE")
                ?? (read("HF_HOME") is { } hub ? Path.Combine(hub, "hub") : Path.Combine(read("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "huggingface", "hub")),
        ];
    }

    /// <summary>The newest snapshot's file with a right header, or null.</summary>
    public static string? Find(IEnumerable<string> folders, CatalogModel model) =>
        folders.SelectMany(folder => Snapshots(folder, model))
            .Select(snapshot => new FileInfo(Path.Combine(snapshot.FullName, model.File)))
            .Where(file => file.Exists)
            .FirstOrDefault(file => ModelFileCheck.IsUsable(file.FullName, model))?.FullName;

    private static IEnumerable<DirectoryInfo> Snapshots(string folder, CatalogModel model)
    {
        var snapshots = new DirectoryInfo(Path.Combine(folder, $"models--{model.Repository.Replace("/", "--", StringComparison.Ordinal)}", "snapshots"));
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
