namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>A GGUF file, version 2 or 3, mapped into memory with its header checked: whatever it holds, every length and offset in it is inside the file.</summary>
/// <remarks>
/// Opening reads the header only. Nothing here knows of architectures: which keys and tensors there must be is the transformer's business.
/// Everything that this object hands out is valid until <see cref="Dispose"/>, and throws <see cref="ObjectDisposedException"/> later, but for
/// pointers and spans already taken. Safe for concurrent use; dispose when nobody works with it any more.
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

    /// <summary>Bytes of the header, which the tensors' data follow after some padding.</summary>
    public long HeaderBytes { get; }

    /// <summary>The container's version, 2 or 3.</summary>
    public int Version { get; }

    public GgufMetadata Metadata { get; }

    /// <summary>The tensors by name; enumerated in the order of the file.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors => _tensors;

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidModelException">The file is damaged, cut, of another kind, or holds tensors of a type that can't be decoded.</exception>
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

    /// <summary>A tensor that must be there.</summary>
    /// <exception cref="InvalidModelException">It isn't.</exception>
    public GgufTensor GetTensor(string name) => _tensors.TryGetValue(name, out var tensor) ? tensor : GgufThrow.InvalidModel_MissingTensor(Path, name);

    /// <summary>A piece of the file; the caller has checked that it lies inside.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length) => _mapping.Slice(offset, length);

    public void Dispose() => _mapping.Dispose();
}
