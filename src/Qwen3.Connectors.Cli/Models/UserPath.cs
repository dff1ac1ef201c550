namespace Qwen3.Connectors.Cli.Models;

/// <summary>Paths as users write them.</summary>
internal static class UserPath
{
    /// <summary>Replaces a leading <c>~</c> by the home folder. A shell does so only at the start of an unquoted word.</summary>
    public static string Expand(string path)
    {
        if (path is not ['~', ..] || (path.Length > 1 && path[1] != '/' && path[1] != Path.DirectorySeparatorChar))
        {
            return path;
        }

        return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
    }
}
