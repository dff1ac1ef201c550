using System.IO.MemoryMappedFiles;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>The last committed batch, which all processes see at once.</summary>
internal sealed class SharedCounter : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public SharedCounter(string storePath)
    {
        _file = MemoryMappedFile.CreateFromFile($"{storePath}.counter", FileMode.OpenOrCreate, null, sizeof(long));
        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    public long Value
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
