namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>A file that lives as long as a test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string name = "model.gguf")
    {
        Folder = Directory.CreateTempSubdirectory("qwen3-gguf-").FullName;
        Path = System.IO.Path.Combine(Folder, name);
    }

    public TemporaryFile(byte[] content, string name = "model.gguf")
        : this(name) => File.WriteAllBytes(Path, content);

    public string Path { get; }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
