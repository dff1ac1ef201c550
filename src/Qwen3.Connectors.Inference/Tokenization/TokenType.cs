namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Token types by their numbers in GGUF files (<c>tokenizer.ggml.token_type</c>).</summary>
internal enum TokenType
{
    /// <summary>Text, written in the byte alphabet.</summary>
    Normal = 1,

    Unknown = 2,

    /// <summary>A special token, such as <c>&lt;|im_start|&gt;</c>, under its plain name.</summary>
    Control = 3,

    /// <summary>An added token that is text to a decoder, such as <c>&lt;think&gt;</c>, under its plain name.</summary>
    UserDefined = 4,

    /// <summary>Padding of the vocabulary, such as <c>[PAD151670]</c>.</summary>
    Unused = 5,

    Byte = 6,
}
