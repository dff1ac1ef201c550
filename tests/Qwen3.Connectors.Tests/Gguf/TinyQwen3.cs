namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>
/// A whole Qwen3 model of random F32 weights, as a file and as the numbers in it: what <c>make_qwen3_gguf.py</c> writes, without Python.
/// </summary>
internal sealed class TinyQwen3
{
    private readonly Dictionary<string, TinyWeight> _weights = [];
    private readonly Random _random;

    public TinyQwen3(TinyQwen3Options? options = null)
    {
        Options = options ?? new();
        _random = new(Options.Seed);
        Vocabulary = new(Options.PadVocabularyTo);
        WriteKeys();
        WriteTokenizer();
        WriteTensors();
    }

    public TinyQwen3Options Options { get; }

    public TinyVocabulary Vocabulary { get; }

    /// <summary>Every weight by its tensor's name.</summary>
    public IReadOnlyDictionary<string, TinyWeight> Weights => _weights;

    /// <summary>The file's content, to which a test may add.</summary>
    public GgufWriter Writer { get; } = new();

    public byte[] ToArray() => Writer.ToArray();

    public void Save(string path) => Writer.Save(path);

    private void WriteKeys()
    {
        Writer.Put("general.architecture", "qwen3").Put("general.type", "model").Put("general.name", $"Qwen3 tiny random {Options.Seed}")
            .Put("qwen3.block_count", (uint)Options.Layers)
            .Put("qwen3.context_length", (uint)Options.ContextLength)
            .Put("qwen3.embedding_length", (uint)Options.Hidden)
            .Put("qwen3.feed_forward_length", (uint)Options.Ffn)
            .Put("qwen3.attention.head_count", (uint)Options.Heads)
            .Put("qwen3.attention.head_count_kv", (uint)Options.KvHeads)
            .Put("qwen3.attention.key_length", (uint)Options.HeadDim)
            .Put("qwen3.attention.value_length", (uint)Options.HeadDim)
            .Put("qwen3.rope.freq_base", 1e6f)
            .Put("qwen3.attention.layer_norm_rms_epsilon", 1e-6f);
        if (Options.PoolingType is { } pooling)
        {
            Writer.Put("qwen3.pooling_type", pooling);
        }

        if (Options.Classifier is TinyClassifier.YesNo or TinyClassifier.NoYes)
        {
            Writer.PutArray("qwen3.classifier.output_labels", Options.Classifier == TinyClassifier.YesNo ? ["yes", "no"] : ["no", "yes"]);
        }

        if (Options.Classifier != TinyClassifier.None)
        {
            Writer.Put("tokenizer.chat_template.rerank", RerankTemplate);
        }
    }

    private void WriteTokenizer()
    {
        var endOfText = (uint)Vocabulary.EndOfTextId;
        Writer.Put("tokenizer.ggml.model", "gpt2").Put("tokenizer.ggml.pre", "qwen2")
            .PutArray("tokenizer.ggml.tokens", Vocabulary.Tokens)
            .PutArray<int>("tokenizer.ggml.token_type", Vocabulary.Types)
            .PutArray("tokenizer.ggml.merges", Vocabulary.Merges)
            .Put("tokenizer.ggml.eos_token_id", Options.EosIsImEnd ? endOfText + 2 : endOfText)
            .Put("tokenizer.ggml.padding_token_id", endOfText)
            .Put("tokenizer.ggml.bos_token_id", endOfText)
            .Put("tokenizer.ggml.add_bos_token", false);
        if (Options.AddEosToken is { } addEos)
        {
            Writer.Put("tokenizer.ggml.add_eos_token", addEos);
        }

        Writer.Put("general.file_type", 0u).Put("general.quantization_version", 2u);
    }

    private void WriteTensors()
    {
        var (hidden, q, kv) = (Options.Hidden, Options.Heads * Options.HeadDim, Options.KvHeads * Options.HeadDim);
        Matrix("token_embd.weight", hidden, Vocabulary.Tokens.Length, 0.05);
        for (var layer = 0; layer < Options.Layers; layer++)
        {
            var prefix = $"blk.{layer}.";
            Norm(prefix + "attn_norm.weight", hidden);
            Matrix(prefix + "attn_q.weight", hidden, q, Math.Pow(hidden, -0.5));
            Matrix(prefix + "attn_k.weight", hidden, kv, Math.Pow(hidden, -0.5));
            Matrix(prefix + "attn_v.weight", hidden, kv, Math.Pow(hidden, -0.5));
            Matrix(prefix + "attn_output.weight", q, hidden, 0.5 * Math.Pow(q, -0.5));
            Norm(prefix + "attn_q_norm.weight", Options.HeadDim);
            Norm(prefix + "attn_k_norm.weight", Options.HeadDim);
            Norm(prefix + "ffn_norm.weight", hidden);
            Matrix(prefix + "ffn_gate.weight", hidden, Options.Ffn, Math.Pow(hidden, -0.5));
            Matrix(prefix + "ffn_up.weight", hidden, Options.Ffn, Math.Pow(hidden, -0.5));
            Matrix(prefix + "ffn_down.weight", Options.Ffn, hidden, 0.5 * Math.Pow(Options.Ffn, -0.5));
        }

        Norm("output_norm.weight", hidden);
        WriteHead(hidden);
    }

    private void WriteHead(int hidden)
    {
        if (Options.OwnOutput)
        {
            Matrix("output.weight", hidden, Vocabulary.Tokens.Length, Math.Pow(hidden, -0.5));
        }

        if (Options.Classifier == TinyClassifier.None)
        {
            return;
        }

        // The same two rows whatever their order, so that every style of head gives the same score.
        var (yes, no) = (Draw(hidden, 0, Math.Pow(hidden, -0.5)), Draw(hidden, 0, Math.Pow(hidden, -0.5)));
        Add("cls.output.weight", hidden, Options.Classifier switch
        {
            TinyClassifier.YesNo => [.. yes, .. no],
            TinyClassifier.NoYes => [.. no, .. yes],
            _ => [.. yes.Zip(no, (y, n) => y - n)],
        });
    }

    private void Matrix(string name, int rowLength, int rowCount, double scale) =>
        Add(name, rowLength, Draw(rowLength * rowCount, 0, scale));

    private void Norm(string name, int length)
    {
        var values = Draw(length, 1, 0.1);
        _weights.Add(name, new TinyWeight(length, 1, values));
        Writer.Tensor(name, [length], values);
    }

    private void Add(string name, int rowLength, float[] values)
    {
        var rowCount = values.Length / rowLength;
        _weights.Add(name, new TinyWeight(rowLength, rowCount, values));
        Writer.Tensor(name, [rowLength, rowCount], values);
    }

    // Box and Muller's normal deviates.
    private float[] Draw(int count, double mean, double deviation)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            values[i] = (float)(mean + (deviation * normal));
        }

        return values;
    }

    private const string RerankTemplate =
        "<|im_start|>system\nJudge whether the Document meets the requirements based on the Query and the Instruct provided. Note that " +
            "the answer can only be " +
        "\"yes\" or \"no\".<|im_end|>\n<|im_start|>user\n<Instruct>: Given a web search query, retrieve relevant passages that answer " +
            "the query\n" +
        "<Query>: {query}\n<Document>: {document}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";
}
