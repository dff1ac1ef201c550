using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A whole file in the address space, read only. Weights are used where they lie: pages are shared between processes and leave memory under pressure.</summary>
/// <remarks>
/// There is no finalizer on purpose: a mapping that nobody disposed costs address space, one unmapped under a running kernel costs the process.
/// A file that another program cuts short while it is mapped can't be survived either; on Windows the share mode forbids it.
/// </remarks>
internal sealed unsafe class GgufMapping : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _data;

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
    /// <exception cref="ObjectDisposedException">The mapping is gone.</exception>
    public byte* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data is null, typeof(GgufFile));
            return _data;
        }
    }

    public static GgufMapping Open(string path)
    {
        if (Directory.Exists(path))
        {
            GgufThrow.InvalidModel_Folder(path);
        }

        var handle = File.OpenHandle(path);
        try
        {
            var length = RandomAccess.GetLength(handle);
            if (length == 0)
            {
                GgufThrow.InvalidModel_Empty(path);
            }

            return new GgufMapping(path, length, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A piece of the file; the caller has checked that it lies inside.</summary>
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
        if (_data is null)
        {
            return;
        }

        _data = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
