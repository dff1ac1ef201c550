namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>
/// Opens files for writing without following symbolic links and without waiting on pipes, which others may have put in the folder.
/// </summary>
internal static class RegularFile
{
    /// <summary>Creates a file that must not exist yet; a symbolic link with its name is not followed.</summary>
    /// <exception cref="IOException">The file exists.</exception>
    public static FileStream Create(string path, FileShare share, FileOptions options = FileOptions.None) =>
        new(path, FileMode.CreateNew, FileAccess.ReadWrite, share, bufferSize: 0, options);

    /// <summary>Opens an existing file, or creates one if the mode allows it.</summary>
    /// <exception cref="IOException">The path is a symbolic link, a pipe or a device, or it can't be opened.</exception>
    public static FileStream Open(string path, FileMode mode, FileShare share, FileOptions options = FileOptions.None)
    {
        if (IsLink(path))
        {
            throw new IOException($"'{path}' is a symbolic link; expected a file. Delete the link.");
        }

        // Opening a pipe for one direction blocks until another process opens the other one; opening it for both does not.
        var stream = new FileStream(path, mode, FileAccess.ReadWrite, share, bufferSize: 0, options);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        throw new IOException($"'{path}' is a pipe or a device; expected a file. Delete it.");
    }

    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
