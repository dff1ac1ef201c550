using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A whole file in the address space, read only. Weights are used in place: pages are shared between processes and are evicted under memory pressure.</summary>
/// <remarks>
/// The file is unmapped when <see cref="Dispose"/> was called and the last lease of <see cref="KeepMapped"/> is disposed, so that work that holds a lease
/// never reads unmapped memory. There is no finalizer on purpose: a mapping that was not disposed costs address space, one that is unmapped under a running
/// kernel ends the process. A process does not survive either that another program truncates the file while it is mapped; on Windows the share mode
/// forbids it.
/// </remarks>
internal sealed unsafe class GgufMapping : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _data;
    private int _leases;
    private bool _disposed;

    private GgufMapping(string path, long length, SafeFileHandle handle)
    {
        Path = path;
        Length = length;
        _file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _data);
        _data += _view.PointerOffset;
    }

    /// <summary>The path as the caller gave it, for messages.</summary>
    public string Path { get; }

    /// <summary>The file's length in bytes, at least 1.</summary>
    public long Length { get; }

    /// <summary>The file's first byte.</summary>
    /// <exception cref="ObjectDisposedException">The file is unmapped.</exception>
    public byte* Data
    {
        get
        {
            var data = _data;
            ObjectDisposedException.ThrowIf(data is null, typeof(GgufFile));
            return data;
        }
    }

    public static GgufMapping Open(string path)
    {
        if (Directory.Exists(path))
        {
            GgufThrow.InvalidModel_Folder(path);
        }

        RequireLength(path);
        var handle = File.OpenHandle(path);
        try
        {
            return new GgufMapping(path, LengthOf(path, handle), handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the file mapped until the lease is disposed, also when <see cref="Dispose"/> is called meanwhile.</summary>
    /// <exception cref="ObjectDisposedException"><see cref="Dispose"/> was called before.</exception>
    public IDisposable KeepMapped()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(GgufFile));
            _leases++;
            return new Lease(this);
        }
    }

    /// <summary>Returns a part of the file; the caller has checked that it lies inside.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} of a file of {Length}. This is a bug.");
        }

        return new ReadOnlySpan<byte>(Data + offset, length);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            UnmapIfUnused();
        }
    }

    /// <summary>Refuses a pipe or a device before it is opened: opening a pipe waits for a writer, without end. Both have a length of 0.</summary>
    private static void RequireLength(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
        {
            file = target;
        }

        if (file.Exists && file.Length == 0)
        {
            GgufThrow.InvalidModel_Empty(path);
        }
    }

    private static long LengthOf(string path, SafeFileHandle handle)
    {
        long length;
        try
        {
            length = RandomAccess.GetLength(handle);
        }
        catch (NotSupportedException)
        {
            // A pipe that has a writer, such as /dev/stdin.
            length = 0;
        }

        if (length == 0)
        {
            GgufThrow.InvalidModel_Empty(path);
        }

        return length;
    }

    private void Release()
    {
        lock (_lock)
        {
            _leases--;
            UnmapIfUnused();
        }
    }

    private void UnmapIfUnused()
    {
        if (!_disposed || _leases > 0 || _data is null)
        {
            return;
        }

        _data = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private sealed class Lease(GgufMapping mapping) : IDisposable
    {
        private GgufMapping? _mapping = mapping;

        public void Dispose() => Interlocked.Exchange(ref _mapping, null)?.Release();
    }
}
