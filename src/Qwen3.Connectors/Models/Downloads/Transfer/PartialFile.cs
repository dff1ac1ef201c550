using System.Text.Json;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>The bytes of a download so far, with a small file beside them that says whose they are. Whatever moment a process ends at, the two can be trusted.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string _statePath = target + ".part.json";

    public string Path { get; } = target + ".part";

    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>What is known of the bytes, or null where they can't be used.</summary>
    public DownloadState? ReadState()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_statePath), DownloadStateJson.Default.DownloadState);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Forgets the bytes, and says whose the next ones are. In this order: bytes must never stand beside another file's state.</summary>
    public void Restart(DownloadState state)
    {
        Discard();
        var next = _statePath + ".new";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(state, DownloadStateJson.Default.DownloadState));
        File.Move(next, _statePath, overwrite: true);
    }

    public void Discard()
    {
        File.Delete(Path);
        File.Delete(_statePath);
    }

    /// <summary>Opens the part for more bytes; what is written is with the operating system at once.</summary>
    public FileStream Append() => new(Path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>Gives the finished file its name, in one step.</summary>
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
