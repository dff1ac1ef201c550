using System.Text.Json;

namespace Qwen3.Connectors.Models.Downloads.Storage;

/// <summary>The bytes of an unfinished download, with a state file beside them that identifies the file they belong to.</summary>
/// <remarks>The two are consistent whenever a process ends.</remarks>
internal sealed class PartialFile(string target)
{
    private readonly string _statePath = target + ".part.json";

    public string Path { get; } = target + ".part";

    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Returns the state of the bytes, or null if there is none or it is damaged.</summary>
    public DownloadState? ReadState()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_statePath), DownloadStateJsonContext.Default.DownloadState);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
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
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(state, DownloadStateJsonContext.Default.DownloadState));
        File.Move(next, _statePath, overwrite: true);
    }

    public void Discard()
    {
        File.Delete(Path);
        File.Delete(_statePath);
    }

    /// <summary>Opens the file for appending, unbuffered: written bytes survive the end of the process.</summary>
    public FileStream Append() =>
        new(Path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>Flushes the file to disk and renames it to its final name, atomically.</summary>
    public void Complete()
    {
        using (var bytes = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            bytes.Flush(flushToDisk: true);
        }

        File.Move(Path, target, overwrite: true);
        File.Delete(_statePath);
    }
}
