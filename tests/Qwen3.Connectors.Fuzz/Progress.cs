using System.IO.MemoryMappedFiles;

namespace Qwen3.Connectors.Fuzz;

/// <summary>What a worker does, in a file that both processes map: it is there still when the worker is not.</summary>
internal sealed class Progress : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public Progress(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, 32);
        _view = _file.CreateViewAccessor(0, 32);
    }

    /// <summary>The seed at work.</summary>
    public int Seed
    {
        get => _view.ReadInt32(0);
        set => _view.Write(0, value);
    }

    /// <summary>Files that a worker is done with, all workers together.</summary>
    public int Done
    {
        get => _view.ReadInt32(4);
        set => _view.Write(4, value);
    }

    /// <summary>How often a file loaded, as either kind.</summary>
    public int Loaded
    {
        get => _view.ReadInt32(8);
        set => _view.Write(8, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
