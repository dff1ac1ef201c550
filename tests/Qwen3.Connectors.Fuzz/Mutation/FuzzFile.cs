namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>A file to load.</summary>
/// <param name="Origin">How it was made.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Length">Its length. What follows the bytes is a hole, which reads as zeros and takes no disk space.</param>
public sealed record FuzzFile(string Origin, byte[] Content, long Length)
{
    /// <summary>Writes the file.</summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    public void Save(string path)
    {
        using var stream = File.Create(path);
        stream.Write(Content);
        stream.SetLength(Length);
    }
}
