namespace Qwen3.Connectors.Inference;

/// <summary>The byte-level BPE tokenizer of a model file, equal to the Hugging Face one except that user text never holds special tokens. Safe for concurrent use.</summary>
public sealed class Qwen3Tokenizer
{
    internal Qwen3Tokenizer()
    {
    }

    /// <summary>Number of token ids.</summary>
    public int VocabularySize => throw new NotImplementedException();

    /// <summary>The id of <c>&lt;|endoftext|&gt;</c>, which ends every text to embed.</summary>
    public int EndOfTextId => throw new NotImplementedException();

    /// <summary>Reads the tokenizer of a GGUF file without its weights.</summary>
    /// <param name="path">A GGUF file with Qwen2-style byte-level BPE.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or its tokenizer is of another kind.</exception>
    public static Qwen3Tokenizer Load(string path) => throw new NotImplementedException();

    /// <summary>The token ids of a text, with nothing added; special token names in it are plain text.</summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    public int[] Encode(ReadOnlySpan<char> text) => throw new NotImplementedException();

    /// <summary>How many ids <see cref="Encode"/> gives.</summary>
    /// <param name="text">Any text.</param>
    public int CountTokens(ReadOnlySpan<char> text) => throw new NotImplementedException();
}
