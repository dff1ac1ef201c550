using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>What a model file says of its tokenizer, not yet checked; null where the file is silent.</summary>
internal sealed class TokenizerVocabulary
{
    // Every special token is searched for in templates, so an absurd number would make each call slow.
    private const int MaxSpecialTokens = 4096;

    /// <summary>The file, for messages.</summary>
    public required string Path { get; init; }

    /// <summary><c>tokenizer.ggml.model</c>: the kind of tokenizer.</summary>
    public required string? Model { get; init; }

    /// <summary><c>tokenizer.ggml.pre</c>: how text is split and normalised first.</summary>
    public required string? PreTokenizer { get; init; }

    /// <summary><c>tokenizer.ggml.tokens</c>, by id.</summary>
    public required Utf8List? Tokens { get; init; }

    /// <summary><c>tokenizer.ggml.token_type</c>: a <see cref="TokenType"/> an id.</summary>
    public required int[]? TokenTypes { get; init; }

    /// <summary><c>tokenizer.ggml.merges</c>: "left right", the first merged first.</summary>
    public required Utf8List? Merges { get; init; }

    /// <summary>Takes the vocabulary from a file. What is taken is valid as long as the file is open.</summary>
    /// <exception cref="InvalidModelException">A key is of another type than it should be.</exception>
    public static TokenizerVocabulary Of(GgufFile file) => new()
    {
        Path = file.Path,
        Model = file.Metadata.TryGetString("tokenizer.ggml.model", out var model) ? model : null,
        PreTokenizer = file.Metadata.TryGetString("tokenizer.ggml.pre", out var preTokenizer) ? preTokenizer : null,
        Tokens = file.Metadata.TryGetStrings("tokenizer.ggml.tokens", out var tokens) ? new GgufTokenList(tokens) : null,
        TokenTypes = file.Metadata.TryGetInt32s("tokenizer.ggml.token_type", out var types) ? types : null,
        Merges = file.Metadata.TryGetStrings("tokenizer.ggml.merges", out var merges) ? new GgufTokenList(merges) : null,
    };

    public TokenType TypeOf(int id) => (TokenType)TokenTypes![id];

    /// <summary>Checks that everything is there and that this engine knows how to tokenise for it.</summary>
    /// <exception cref="InvalidModelException">It is not so.</exception>
    public void Check()
    {
        const string Advice = "Choose a file of Qwen3-Embedding or Qwen3-Reranker, or convert the model again with a current llama.cpp.";
        if (Model != "gpt2")
        {
            throw new InvalidModelException(Path, Setting("tokenizer.ggml.model", Model), "\"gpt2\", byte-level BPE", Advice);
        }

        // Not even a missing value is taken for qwen2: converters wrote the key a year before the first Qwen3 model came out.
        if (PreTokenizer != "qwen2")
        {
            throw new InvalidModelException(Path, Setting("tokenizer.ggml.pre", PreTokenizer), "\"qwen2\"", Advice);
        }

        if (Tokens is null or { Count: 0 } || Merges is null or { Count: 0 })
        {
            var found = $"{Tokens?.Count ?? 0} entries in tokenizer.ggml.tokens and {Merges?.Count ?? 0} in tokenizer.ggml.merges";
            throw new InvalidModelException(Path, found, "a byte-level BPE vocabulary and its merges", "Choose another file, or convert the model again with a current llama.cpp.");
        }

        if (TokenTypes?.Length != Tokens.Count)
        {
            var found = $"{TokenTypes?.Length ?? 0} entries in tokenizer.ggml.token_type";
            throw new InvalidModelException(Path, found, $"one for each of the {Tokens.Count} tokens", "Convert the model again.");
        }

        var specialTokens = TokenTypes.Count(type => (TokenType)type is TokenType.Control or TokenType.UserDefined);
        if (specialTokens > MaxSpecialTokens)
        {
            throw new InvalidModelException(
                Path, $"{specialTokens} control and user-defined tokens", $"at most {MaxSpecialTokens}; Qwen3 models have 26", Advice);
        }
    }

    private static string Setting(string key, string? value) => value is null ? $"no {key}" : $"{key} \"{value}\"";
}
