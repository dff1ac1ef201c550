using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference;

/// <summary>What a model file's header says, whether or not the engine would run the file: keys and tensors, no weights. Safe for concurrent use.</summary>
/// <remarks>Members read the mapped file: they throw <see cref="ObjectDisposedException"/> once this is disposed, and <see cref="InvalidModelException"/> where a key holds a value of another type than asked for.</remarks>
public sealed class ModelHeader : IDisposable
{
    private readonly GgufFile _file;

    private ModelHeader(GgufFile file) => _file = file;

    /// <summary>The path as it was given.</summary>
    public string Path => _file.Path;

    /// <summary>The file's length in bytes.</summary>
    public long FileBytes => _file.Length;

    /// <summary>The version of the GGUF container, 2 or 3.</summary>
    public int Version => _file.Version;

    /// <summary>How many metadata keys there are.</summary>
    public int KeyCount => _file.Metadata.Keys.Count;

    /// <summary>How many tensors there are.</summary>
    public int TensorCount => _file.Tensors.Count;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">A GGUF file of any model.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidModelException">The file is no whole GGUF file of one part.</exception>
    public static ModelHeader Open(string path) => new(GgufFile.Open(path));

    /// <summary>A string, or null where the key is absent.</summary>
    /// <param name="key">Such as <c>general.name</c>.</param>
    public string? FindText(string key) => _file.Metadata.TryGetString(key, out var value) ? value : null;

    /// <summary>An integer of 0 to 4,294,967,295, or null where the key is absent.</summary>
    /// <param name="key">Such as <c>qwen3.block_count</c>.</param>
    public long? FindInteger(string key) => _file.Metadata.TryGetUInt32(key, out var value) ? value : null;

    /// <summary>A floating point number, or null where the key is absent.</summary>
    /// <param name="key">Such as <c>qwen3.rope.freq_base</c>.</param>
    public double? FindNumber(string key) => _file.Metadata.TryGetSingle(key, out var value) ? value : null;

    /// <summary>A bool, or null where the key is absent.</summary>
    /// <param name="key">Such as <c>tokenizer.ggml.add_eos_token</c>.</param>
    public bool? FindFlag(string key) => _file.Metadata.TryGetBool(key, out var value) ? value : null;

    /// <summary>An array of strings, each made when it is asked for and shortened to 60 characters; null where the key is absent.</summary>
    /// <param name="key">Such as <c>tokenizer.ggml.tokens</c>.</param>
    public IReadOnlyList<string>? FindTexts(string key) => _file.Metadata.TryGetStrings(key, out var values) ? new GgufTextList(values) : null;

    /// <summary>Rows of a tensor, or null where the file has none of that name.</summary>
    /// <param name="tensor">Such as <c>cls.output.weight</c>.</param>
    public int? FindRows(string tensor) => _file.Tensors.TryGetValue(tensor, out var found) ? found.RowCount : null;

    /// <summary>Values of a tensor's row, or null where the file has none of that name.</summary>
    /// <param name="tensor">Such as <c>output_norm.weight</c>.</param>
    public int? FindRowLength(string tensor) => _file.Tensors.TryGetValue(tensor, out var found) ? found.RowLength : null;

    /// <summary>Lets the file go. May be called more than once.</summary>
    public void Dispose() => _file.Dispose();
}
