using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>Decides from a file's header whether it is an embedding model or a reranker. All parts of the product use this one decision.</summary>
/// <remarks>
/// The structure decides: a classifier head or pooling type "rank" is a reranker, any other pooling type is an embedding model. A file without either is
/// a causal language model, which a reranker is too, and early embedding files are; there the names in the metadata are the only evidence.
/// The file's own name is never used.
/// </remarks>
internal sealed class ModelKindEvidence
{
    public const string PoolingKey = "qwen3.pooling_type";
    public const string ClassifierHead = "cls.output.weight";
    private const string EndKey = "tokenizer.ggml.add_eos_token";

    private readonly GgufFile _file;
    private readonly PoolingType? _pooling;
    private readonly bool _hasClassifier;
    private readonly bool _isNamedReranker;
    private readonly bool _isNamedEmbedding;

    private ModelKindEvidence(GgufFile file)
    {
        _file = file;
        _pooling = file.Metadata.TryGetUInt32(PoolingKey, out var pooling) ? (PoolingType)pooling : null;
        _hasClassifier = file.Tensors.ContainsKey(ClassifierHead);
        string[] keys = ["general.name", "general.basename", "general.finetune"];
        var names = string.Join(' ', keys.Select(key => file.Metadata.TryGetString(key, out var name) ? name : ""));

        // A reranker may be named after the embedding model that it belongs to; no embedding model is named after a reranker.
        _isNamedReranker = names.Contains("rerank", StringComparison.OrdinalIgnoreCase);
        _isNamedEmbedding = !_isNamedReranker && names.Contains("embed", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The kind; null for a causal language model whose names say nothing.</summary>
    public ModelKind? Kind =>
        _hasClassifier || _pooling == PoolingType.Rank ? ModelKind.Reranker
        : _pooling is not (null or PoolingType.None) ? ModelKind.Embedding
        : _isNamedReranker ? ModelKind.Reranker
        : _isNamedEmbedding ? ModelKind.Embedding
        : null;

    /// <exception cref="InvalidModelException">A key is of another type than it should be.</exception>
    public static ModelKindEvidence Of(GgufFile file) => new(file);

    /// <summary>Refuses a file that can't be used as this kind, and notes what the file lacks and the engine does correctly anyway.</summary>
    /// <param name="kind">The use; null for the kind that the file is of, embedding where it does not say.</param>
    /// <param name="notes">Receives the notes.</param>
    /// <returns>The kind that the file is used as; null where neither the file nor the caller says.</returns>
    /// <exception cref="InvalidModelException">The file is of the other kind, or its vectors are pooled in a way that this engine does not compute.</exception>
    public ModelKind? Require(ModelKind? kind, LoaderNotes notes)
    {
        kind ??= Kind;
        if (kind == ModelKind.Reranker)
        {
            RequireReranker(notes);
        }
        else
        {
            RequireEmbedding(notes);
        }

        return kind;
    }

    private void RequireEmbedding(LoaderNotes notes)
    {
        if (_hasClassifier || _pooling == PoolingType.Rank)
        {
            throw new InvalidModelException(
                _file.Path,
                $"a reranker (pooling_type rank or {ClassifierHead})",
                "an embedding model",
                "Load it as a reranker, or choose a Qwen3-Embedding file.");
        }

        if (_pooling is not (null or PoolingType.None or PoolingType.LastToken))
        {
            throw new InvalidModelException(
                _file.Path,
                $"{PoolingKey} = {(uint)_pooling} ({_pooling})",
                "3 (last token) or none: Qwen3-Embedding takes the vector of the last token",
                "The file was converted with a wrong setting, or the model was trained otherwise, and its vectors would be wrong: " +
                "choose another file, or convert the model again with a current llama.cpp.");
        }

        if (Kind == ModelKind.Reranker)
        {
            throw new InvalidModelException(
                _file.Path,
                $"a name with 'rerank' in its metadata and no {PoolingKey}",
                "an embedding model",
                "A reranker's vectors are of no use for search: load it as a reranker, or choose a Qwen3-Embedding file.");
        }

        NoteEmbedding(notes);
    }

    private void NoteEmbedding(LoaderNotes notes)
    {
        if (_pooling != PoolingType.LastToken)
        {
            var found = _pooling is null ? $"has no {PoolingKey}" : $"says {PoolingKey} = 0 (none)";
            notes.Add($"The file {found}; the last token's vector is taken, as Qwen3-Embedding was trained.");
        }

        if (Kind is null)
        {
            notes.Warn(
                "Nothing in the file says that it is an embedding model, neither a pooling type nor its name: " +
                "a language model of the family would load as well, and embed badly.");
        }

        if (!_file.Metadata.TryGetBool(EndKey, out var addsEnd) || !addsEnd)
        {
            notes.Add($"The file does not say {EndKey} = true; the end token is appended to every text all the same, as Qwen3-Embedding was trained.");
        }
    }

    private void RequireReranker(LoaderNotes notes)
    {
        if (_hasClassifier)
        {
            return;
        }

        // An embedding file has the tied rows of yes and no too, and would score at random with them.
        if (Kind == ModelKind.Embedding && !_isNamedReranker)
        {
            var found = _isNamedEmbedding && _pooling is null or PoolingType.None
                ? $"a name with 'embed' in its metadata, no {PoolingKey} and no {ClassifierHead}"
                : $"an embedding model ({PoolingKey} = {(uint?)_pooling}, {(_pooling == PoolingType.LastToken ? "last token" : _pooling)})";
            throw new InvalidModelException(_file.Path, found, "a reranker", "Load it as an embedding model, or choose a Qwen3-Reranker file.");
        }

        notes.Add(_pooling == PoolingType.Rank
            ? $"The file says {PoolingKey} = 4 (rank) and has no {ClassifierHead}, its head; the rows of yes and no of its language model are used."
            : $"The file has no {ClassifierHead} (a causal language model); the head's rows of yes and no are used.");
    }
}
