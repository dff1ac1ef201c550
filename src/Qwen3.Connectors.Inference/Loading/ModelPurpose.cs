using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>Tells embedding files from reranker files by what their metadata says, so that one is not silently used as the other.</summary>
internal static class ModelPurpose
{
    private const string PoolingKey = "qwen3.pooling_type";
    private const string EndKey = "tokenizer.ggml.add_eos_token";

    private enum Pooling : uint
    {
        None = 0,
        Mean = 1,
        FirstToken = 2,
        LastToken = 3,
        Rank = 4,
    }

    /// <summary>Refuses a file that is made to score or pools otherwise; notes what such files often lack, since the engine does it right regardless.</summary>
    /// <exception cref="InvalidModelException">The file is a reranker, or its vectors are pooled in a way that this engine doesn't do.</exception>
    public static void RequireEmbedding(GgufFile file, ICollection<string> notes)
    {
        var pooling = ReadPooling(file);
        if (pooling == Pooling.Rank || file.Tensors.ContainsKey("cls.output.weight"))
        {
            throw new InvalidModelException(file.Path, "a reranker (pooling_type rank or cls.output.weight)", "an embedding model", "Load it as a reranker, or choose a Qwen3-Embedding file.");
        }

        if (pooling is Pooling.Mean or Pooling.FirstToken || pooling > Pooling.Rank)
        {
            throw new InvalidModelException(
                file.Path,
                $"{PoolingKey} = {(uint)pooling} ({pooling})",
                "3 (last token) or none: Qwen3-Embedding takes the vector of the last token",
                "The file was converted with a wrong setting, or the model was trained otherwise, and its vectors would be wrong: choose another file, or convert the model again with a current llama.cpp.");
        }

        if (NameContains(file, "rerank"))
        {
            throw new InvalidModelException(
                file.Path, "a name with 'rerank' in its metadata", "an embedding model", "A reranker's vectors are of no use for search: load it as a reranker, or choose a Qwen3-Embedding file.");
        }

        if (pooling != Pooling.LastToken)
        {
            notes.Add($"The file {(pooling is null ? $"has no {PoolingKey}" : $"says {PoolingKey} = 0 (none)")}; the last token's vector is taken, as Qwen3-Embedding was trained.");
        }

        if (pooling is null && !NameContains(file, "embed"))
        {
            notes.Add("Nothing in the file says that it is an embedding model, neither a pooling type nor its name: a language model of the family would load as well, and embed badly.");
        }

        if (!file.Metadata.TryGetBool(EndKey, out var addsEnd) || !addsEnd)
        {
            notes.Add($"The file does not say {EndKey} = true; the end token is put behind every text all the same, as Qwen3-Embedding was trained.");
        }
    }

    /// <summary>Refuses a file that is made to embed.</summary>
    /// <exception cref="InvalidModelException">The file is an embedding model.</exception>
    public static void RequireReranker(GgufFile file, ICollection<string> notes)
    {
        if (file.Tensors.ContainsKey("cls.output.weight"))
        {
            return;
        }

        // An embedding file has the tied rows of yes and no too, and would score at random with them.
        if (ReadPooling(file) is Pooling.LastToken && !NameContains(file, "rerank"))
        {
            throw new InvalidModelException(
                file.Path, $"an embedding model ({PoolingKey} = 3, last token)", "a reranker", "Load it as an embedding model, or choose a Qwen3-Reranker file.");
        }

        if (NameContains(file, "embedding"))
        {
            throw new InvalidModelException(
                file.Path, "a name with 'embedding' in its metadata and no cls.output.weight", "a reranker", "Load it as an embedding model, or choose a Qwen3-Reranker file.");
        }

        notes.Add(ReadPooling(file) is Pooling.Rank
            ? $"The file says {PoolingKey} = 4 (rank) and has no cls.output.weight, its head; the rows of yes and no of its language model are used."
            : "The file has no cls.output.weight (a causal language model); the head's rows of yes and no are used.");
    }

    /// <summary>Notes what there is to note of a file of either kind. A causal language model passes as both; its name tells which notes are of use.</summary>
    /// <exception cref="InvalidModelException">The file is of neither kind.</exception>
    public static void RequireEither(GgufFile file, List<string> notes)
    {
        var (embeddingNotes, fault) = Try(RequireEmbedding, file);
        if (fault is not null || NameContains(file, "rerank"))
        {
            // What passes as neither is usually damaged, and the first reason is as good as the second.
            var (rerankerNotes, secondFault) = Try(RequireReranker, file);
            notes.AddRange(secondFault is null ? rerankerNotes : fault is null ? embeddingNotes : throw fault);
            return;
        }

        notes.AddRange(embeddingNotes);
    }

    private static (List<string> Notes, InvalidModelException? Fault) Try(Action<GgufFile, ICollection<string>> require, GgufFile file)
    {
        var notes = new List<string>();
        try
        {
            require(file, notes);
            return (notes, null);
        }
        catch (InvalidModelException exception)
        {
            return (notes, exception);
        }
    }

    private static Pooling? ReadPooling(GgufFile file) => file.Metadata.TryGetUInt32(PoolingKey, out var pooling) ? (Pooling)pooling : null;

    private static bool NameContains(GgufFile file, string word) =>
        file.Metadata.TryGetString("general.name", out var name) && name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
