using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>The keys and tensors of a model file's header, whether or not the engine can run the file. Safe for concurrent use.</summary>
/// <remarks>
/// Members read the mapped file: they throw <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>, and <see cref="InvalidModelException"/> where
/// a key has a value of another type.
/// </remarks>
internal sealed class ModelHeader : IDisposable
{
    private readonly GgufFile _file;

    private ModelHeader(GgufFile file) => _file = file;

    /// <summary>The path as the caller gave it.</summary>
    public string Path => _file.Path;

    public long FileBytes => _file.Length;

    /// <summary>The version of the GGUF container, 2 or 3.</summary>
    public int Version => _file.Version;

    public int KeyCount => _file.Metadata.Keys.Count;

    public int TensorCount => _file.Tensors.Count;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="InvalidModelException">The file is not a complete GGUF file in one part.</exception>
    public static ModelHeader Open(string path) => new(GgufFile.Open(path));

    /// <summary>Decides whether the file is an embedding model or a reranker; null where the header does not say.</summary>
    public ModelKind? FindKind() => ModelKindEvidence.Of(_file).Kind;

    /// <summary>Returns a string, or null where the key is absent.</summary>
    public string? FindText(string key) => _file.Metadata.TryGetString(key, out var value) ? value : null;

    /// <summary>Returns an integer of 0 to 4,294,967,295, or null where the key is absent.</summary>
    public long? FindInteger(string key) => _file.Metadata.TryGetUInt32(key, out var value) ? value : null;

    /// <summary>Returns a floating point number, or null where the key is absent.</summary>
    public double? FindNumber(string key) => _file.Metadata.TryGetSingle(key, out var value) ? value : null;

    /// <summary>Returns a bool, or null where the key is absent.</summary>
    public bool? FindFlag(string key) => _file.Metadata.TryGetBool(key, out var value) ? value : null;

    /// <summary>Returns an array of strings, each decoded at access and shortened to 60 characters; null where the key is absent.</summary>
    public IReadOnlyList<string>? FindTexts(string key) => _file.Metadata.TryGetStrings(key, out var values) ? new GgufTextList(values) : null;

    /// <summary>Returns the number of rows of a tensor, or null where the file has none of this name.</summary>
    public int? FindRows(string tensor) => _file.Tensors.TryGetValue(tensor, out var found) ? found.RowCount : null;

    /// <summary>Returns the number of values of a tensor's row, or null where the file has none of this name.</summary>
    public int? FindRowLength(string tensor) => _file.Tensors.TryGetValue(tensor, out var found) ? found.RowLength : null;

    public void Dispose() => _file.Dispose();
}
