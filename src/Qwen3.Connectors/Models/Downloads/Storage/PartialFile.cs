using System.Text.Json;

namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>The bytes of an unfinished download, with a state file beside them that identifies the file they belong to.</summary>
/// <remarks>The two are consistent whenever a process ends. Symbolic links and pipes with their names are replaced, never
/// followed.</remarks>
internal sealed class PartialFile(string target)
{
    private const int MaxStateBytes = 1 << 16;

    private readonly string _statePath = target + ".part.json";

    public string Path { get; } = target + ".part";

    public long Length => new FileInfo(Path) is { Exists: true, LinkTarget: null } file ? file.Length : 0;

    /// <summary>The number of bytes that the next attempt does not have to download again.</summary>
    public long ResumableLength => ReadState() is { CanResume: true } ? Length : 0;

    /// <summary>Returns the state of the bytes, or null if there is none or it is damaged.</summary>
    public DownloadState? ReadState()
    {
        try
        {
            using var stream = RegularFile.Open(_statePath, FileMode.Open, FileShare.ReadWrite | FileShare.Delete);
            return stream.Length > MaxStateBytes
                ? null
                : JsonSerializer.Deserialize(stream, DownloadStateJsonContext.Default.DownloadState);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Deletes the bytes and writes the state of the next ones, in this order: bytes must never be beside the state of another file.
    /// </summary>
    public void Restart(DownloadState state)
    {
        Discard();
        var next = _statePath + ".new";
        File.Delete(next);
        using (var stream = RegularFile.Create(next, FileShare.None))
        {
            JsonSerializer.Serialize(stream, state, DownloadStateJsonContext.Default.DownloadState);
        }

        File.Move(next, _statePath, overwrite: true);
    }

    public void Discard()
    {
        File.Delete(Path);
        File.Delete(_statePath);
    }

    /// <summary>Opens the file for appending, unbuffered: written bytes survive the end of the process.</summary>
    public FileStream Append()
    {
        const FileShare Share = FileShare.Read | FileShare.Delete;
        if (!File.Exists(Path) && !RegularFile.IsLink(Path))
        {
            return RegularFile.Create(Path, Share, FileOptions.Asynchronous);
        }

        var stream = RegularFile.Open(Path, FileMode.Open, Share, FileOptions.Asynchronous);
        stream.Seek(0, SeekOrigin.End);
        return stream;
    }

    /// <summary>Flushes the file to disk and renames it to its final name, atomically.</summary>
    public void Complete()
    {
        using (var bytes = RegularFile.Open(Path, FileMode.Open, FileShare.Read))
        {
            bytes.Flush(flushToDisk: true);
        }

        File.Move(Path, target, overwrite: true);
        File.Delete(_statePath);
    }
}
