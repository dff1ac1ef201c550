namespace Qwen3.Connectors.Models.Downloads.Storage;

internal static class HomeFolder
{
    public static string Path { get; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Replaces a <c>~</c> at the start of a path by the user's home folder, as shells do; <c>~name</c> stays as it is.</summary>
    public static string Expand(string path) => path == "~"
        ? Path
        : path is ['~', var separator, ..] && (separator == '/' || separator == System.IO.Path.DirectorySeparatorChar)
            ? System.IO.Path.Combine(Path, path[2..])
            : path;
}
