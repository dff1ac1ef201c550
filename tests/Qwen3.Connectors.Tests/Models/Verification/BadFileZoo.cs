using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>The wrong files that people have in their hands, each as small as it can be, that loading must refuse.</summary>
internal static class BadFileZoo
{
    private const string FetchAgain = "Open the download's address in a browser to see what the server says, then fetch the file again.";
    private const string ConvertAgain = "Choose another file, or convert the model again with a current llama.cpp.";
    private const string OtherClassifier = "This classifier is not a Qwen3 reranker's: choose a Qwen3-Reranker file.";
    private const string Swapped = "It would put the worst documents first. The file was converted wrongly: choose another, or convert the model again with a current llama.cpp.";

    private static readonly TinyQwen3Options s_reranker = new() { PoolingType = null, AddEosToken = null, EosIsImEnd = true };
    private static readonly TinyQwen3Options s_converted = s_reranker with { PoolingType = 4, Classifier = TinyClassifier.YesNo };

    public static readonly BadFile[] Refused =
    [
        new("a Git LFS pointer", () => "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 639150592\n"u8.ToArray(), "a Git LFS pointer", "Run 'git lfs pull' where the file came from, or download it."),
        new("a saved error page", () => "<!DOCTYPE html><html><body>404 Not Found</body></html>"u8.ToArray(), "an HTML or XML page that begins with '<!DOCTYPE html>", FetchAgain),
        new("a saved error message", () => "{\"error\":\"Invalid credentials\"}"u8.ToArray(), "JSON text that begins with '{\"error\"", FetchAgain),
        new("an empty file", () => [], "an empty file", "The download didn't start: fetch it again."),
        new("a checkpoint of another kind", () => [.. BitConverter.GetBytes(8L), .. "{\"a\":{} }"u8], "a safetensors file", "Take a GGUF file of the model, or convert this one with llama.cpp's convert_hf_to_gguf.py."),
        new("a truncated file", () => new TinyQwen3().ToArray()[..^1000], "bytes are missing to the end of the tensor", "The download is truncated: resume it or fetch the file again."),
        new("a part cut at a byte", () => new TinyQwen3().ToArray()[..^1000], "bytes are missing to the end of the tensor", "By its name it is part 1 of 2, and it has no key 'split.count', so the model was cut at a byte: download all parts and join them in order, as with 'cat'; gguf-split can't.") { FileName = "model-00001-of-00002.gguf" },
        new("a part of a split model", () => With(tiny => tiny.Writer.Put("split.count", (ushort)3).Put("split.no", (ushort)0)), "part 1 of 3 of a split model", "Download all 3 parts and merge them with llama.cpp: 'llama-gguf-split --merge <first part> <new file>'."),
        new("another architecture", () => new GgufRewriter(new TinyQwen3()).WithoutKey("general.architecture").Put("general.architecture", "bert"), "the architecture 'bert'", "Choose a GGUF file of Qwen3-Embedding or Qwen3-Reranker."),
        new("mean pooling", () => new TinyQwen3(new() { PoolingType = 1 }).ToArray(), "qwen3.pooling_type = 1 (Mean)", "The file was converted with a wrong setting, or the model was trained otherwise, and its vectors would be wrong: choose another file, or convert the model again with a current llama.cpp."),
        new("rope scaling", () => With(tiny => tiny.Writer.Put("qwen3.rope.scaling.type", "yarn")), "rope scaling 'yarn'", "Choose a file without it, or convert the model again without a longer context."),
        new("rope scaling without a type", () => With(tiny => tiny.Writer.Put("qwen3.rope.scaling.factor", 4f)), "rope scaling by qwen3.rope.scaling.factor = 4", "Choose a file without it, or convert the model again without a longer context."),
        new("bidirectional attention", () => With(tiny => tiny.Writer.Put("qwen3.attention.causal", false)), "qwen3.attention.causal = false", "Choose a Qwen3-Embedding or Qwen3-Reranker file, or convert the model again with a current llama.cpp."),
        new("sliding window attention", () => With(tiny => tiny.Writer.Put("qwen3.attention.sliding_window", 512u)), "qwen3.attention.sliding_window = 512", "Choose a Qwen3-Embedding or Qwen3-Reranker file, or convert the model again with a current llama.cpp."),
        new("numbers that the tensors contradict", MoreHeadsThanRows, "blk.0.attn_q.weight of [128 x 64]", "The file contradicts itself: it was made wrongly, choose another."),
        new("an absurd shape", () => new TinyQwen3(new() { Layers = 1, Hidden = 32, Heads = 1, KvHeads = 1, HeadDim = 4096, Ffn = 32 }).ToArray(), "4,096 query features (1 heads of 4,096) with a hidden size of 32", "The header is damaged, or the file is not a Qwen3 model: choose another file."),
        new("an absurd epsilon", Epsilon, "qwen3.attention.layer_norm_rms_epsilon = 1E+30", "The file was converted with a wrong setting or is damaged: choose another file."),
        new("another tokenizer", () => new GgufRewriter(new TinyQwen3()).WithoutKey("tokenizer.ggml.pre").Put("tokenizer.ggml.pre", "llama-bpe"), "tokenizer.ggml.pre \"llama-bpe\"", "Choose a file of Qwen3-Embedding or Qwen3-Reranker, or convert the model again with a current llama.cpp."),
        new("no merges", () => new GgufRewriter(new TinyQwen3()).WithoutKey("tokenizer.ggml.merges").ToArray(), "0 in tokenizer.ggml.merges", ConvertAgain),
        new("more tokens than rows", MoreTokensThanRows, "tokens and", "The tokenizer belongs to another model: choose another file, or convert the model again."),
        new("a missing tensor", () => new GgufRewriter(new TinyQwen3()).WithoutTensor("blk.1.ffn_down.weight").ToArray(), "no tensor blk.1.ffn_down.weight", "The file is incomplete: fetch it again, or choose another."),
        new("a converted reranker, loaded to embed", () => new TinyQwen3(s_converted).ToArray(), "a reranker (pooling_type rank or cls.output.weight)", "Load it as a reranker, or choose a Qwen3-Embedding file."),
        new("a reranker that is a language model, loaded to embed", () => File.ReadAllBytes(GoldenModels.RerankerFile), "a name with 'rerank' in its metadata", "A reranker's vectors are of no use for search: load it as a reranker, or choose a Qwen3-Embedding file."),
        new("an embedding file, loaded to rerank", () => new TinyQwen3().ToArray(), "an embedding model (qwen3.pooling_type = 3, last token)", "Load it as an embedding model, or choose a Qwen3-Reranker file.") { AsReranker = true },
        new("an embedding file without pooling, loaded to rerank", () => BundledFile.Embedding().WithoutKey("qwen3.pooling_type").ToArray(), "a name with 'embed' in its metadata", "Load it as an embedding model, or choose a Qwen3-Reranker file.") { AsReranker = true },
        new("an 8B reranker without its head", () => new TinyQwen3(s_reranker with { PoolingType = 4, Layers = 1, Hidden = 4096, Heads = 1, KvHeads = 1, HeadDim = 2, Ffn = 1 }).ToArray(), "a reranker of hidden size 4096 with neither output.weight nor cls.output.weight", "The head was lost when the file was made; choose another file.") { AsReranker = true },
        new("a head of three rows", () => With(tiny => tiny.Writer.Tensor("cls.output.weight", [64, 3], new float[192]), s_reranker), "cls.output.weight with 3 rows", OtherClassifier) { AsReranker = true },
        new("other labels", () => new GgufRewriter(new TinyQwen3(s_converted)).WithoutKey("qwen3.classifier.output_labels").PutArray("qwen3.classifier.output_labels", "positive", "negative"), "2 classifier labels that are not yes and no", OtherClassifier) { AsReranker = true },
        new("equal rows of yes and no", () => WithHead((yes, no) => [.. yes, .. yes]), "cls.output.weight with equal rows of yes and no", "The head was lost when the file was made, or the weights are damaged: choose another file.") { AsReranker = true },
        new("swapped rows or labels", () => WithHead((yes, no) => [.. no, .. yes]), "the token embedding's row of no as that of yes", Swapped) { AsReranker = true },
        new("a single row of no minus yes", () => WithHead((yes, no) => [.. no.Zip(yes, (n, y) => n - y)]), "the token embedding's row of no minus that of yes", Swapped) { AsReranker = true },
    ];

    /// <summary>A converted reranker whose head is made of the token embedding's rows of yes and no.</summary>
    public static byte[] WithHead(Func<float[], float[], float[]> head)
    {
        var tiny = new TinyQwen3(s_converted);
        var embedding = tiny.Weights["token_embd.weight"];
        var values = head(Row(tiny.Vocabulary.IdOf("yes")), Row(tiny.Vocabulary.IdOf("no")));
        var weight = new TinyWeight(embedding.RowLength, values.Length / embedding.RowLength, values);
        return new GgufRewriter(tiny).WithTensor("cls.output.weight", weight).ToArray();

        float[] Row(int id) => embedding.Values[(id * embedding.RowLength)..((id + 1) * embedding.RowLength)];
    }

    private static byte[] With(Action<TinyQwen3> add, TinyQwen3Options? options = null)
    {
        var tiny = new TinyQwen3(options);
        add(tiny);
        return tiny.ToArray();
    }

    private static byte[] MoreHeadsThanRows()
    {
        var rewriter = new GgufRewriter(new TinyQwen3()).WithoutKey("qwen3.attention.head_count");
        rewriter.Writer.Put("qwen3.attention.head_count", 8u);
        return rewriter.ToArray();
    }

    private static byte[] Epsilon()
    {
        const string Key = "qwen3.attention.layer_norm_rms_epsilon";
        var rewriter = new GgufRewriter(new TinyQwen3()).WithoutKey(Key);
        rewriter.Writer.Put(Key, 1e30f);
        return rewriter.ToArray();
    }

    private static byte[] MoreTokensThanRows()
    {
        var small = new TinyQwen3();
        var padded = new TinyQwen3(new() { PadVocabularyTo = small.Vocabulary.Tokens.Length + 5 });
        return new GgufRewriter(padded).WithTensor("token_embd.weight", small.Weights["token_embd.weight"]).ToArray();
    }

    private static byte[] Put(this GgufRewriter rewriter, string key, string value)
    {
        rewriter.Writer.Put(key, value);
        return rewriter.ToArray();
    }

    private static byte[] PutArray(this GgufRewriter rewriter, string key, params string[] values)
    {
        rewriter.Writer.PutArray(key, values);
        return rewriter.ToArray();
    }
}
