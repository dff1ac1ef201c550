namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A GGUF file, version 2 or 3, mapped into memory with its header checked: every length and offset in it is inside the file.</summary>
/// <remarks>
/// Opening reads the header only. This type knows no architectures: the loader decides which keys and tensors a file must have.
/// Everything that this object returns is valid until <see cref="Dispose"/> and throws <see cref="ObjectDisposedException"/> afterwards, except pointers
/// and spans that were taken before: code that keeps them while another thread may dispose holds a lease of <see cref="KeepMapped"/>. Safe for
/// concurrent use.
/// </remarks>
internal sealed class GgufFile : IDisposable
{
    private readonly GgufMapping _mapping;
    private readonly OrderedDictionary<string, GgufTensor> _tensors;

    private GgufFile(GgufMapping mapping)
    {
        _mapping = mapping;
        var reader = new GgufReader(mapping);
        var header = GgufHeader.Read(reader);
        Version = header.Version;
        Metadata = GgufMetadataReader.Read(reader, header.KeyCount);
        SplitFile.Refuse(Metadata);
        _tensors = GgufTensorReader.Read(reader, header.TensorCount, GgufAlignment.Of(Metadata));
        HeaderBytes = reader.Position;
    }

    /// <summary>The path as it was given.</summary>
    public string Path => _mapping.Path;

    /// <summary>The file's length in bytes.</summary>
    public long Length => _mapping.Length;

    /// <summary>The bytes of the header. The data of the tensors follow after some padding.</summary>
    public long HeaderBytes { get; }

    /// <summary>The version of the container, 2 or 3.</summary>
    public int Version { get; }

    public GgufMetadata Metadata { get; }

    /// <summary>The tensors by name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors => _tensors;

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidModelException">The file is damaged, truncated, of another kind, or has tensors of a type that can't be decoded.</exception>
    public static GgufFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var mapping = GgufMapping.Open(path);
        try
        {
            return new GgufFile(mapping);
        }
        catch
        {
            mapping.Dispose();
            throw;
        }
    }

    /// <summary>Returns a tensor by its name.</summary>
    /// <exception cref="InvalidModelException">The file has none of this name.</exception>
    public GgufTensor GetTensor(string name) =>
        _tensors.TryGetValue(name, out var tensor) ? tensor : GgufThrow.InvalidModel_MissingTensor(Path, name);

    /// <summary>Keeps the file mapped until the lease is disposed, also when <see cref="Dispose"/> is called meanwhile.</summary>
    /// <exception cref="ObjectDisposedException"><see cref="Dispose"/> was called before.</exception>
    public IDisposable KeepMapped() => _mapping.KeepMapped();

    /// <summary>Returns a part of the file; the caller has checked that it lies inside.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length) => _mapping.Slice(offset, length);

    public void Dispose() => _mapping.Dispose();
}
