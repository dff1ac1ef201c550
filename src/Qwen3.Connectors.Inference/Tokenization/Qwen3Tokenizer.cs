using System.Buffers;
using System.Text;
using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Tokenization;
using Qwen3.Connectors.Inference.Unicode;

namespace Qwen3.Connectors.Inference;

/// <summary>The byte-level BPE tokenizer of a model file, equal to the Hugging Face one except that user text never holds special tokens. Safe for concurrent use.</summary>
public sealed class Qwen3Tokenizer
{
    private readonly BytePairEncoder _encoder;
    private readonly SpecialTokens _specialTokens;

    /// <summary>Builds the tables of a vocabulary, which isn't used any more then.</summary>
    /// <exception cref="InvalidModelException">The vocabulary is damaged or of another kind.</exception>
    internal Qwen3Tokenizer(TokenizerVocabulary vocabulary)
    {
        vocabulary.Check();
        var pieces = new TokenTable(vocabulary);
        _encoder = new BytePairEncoder(pieces, new MergeTable(vocabulary, pieces));
        _specialTokens = new SpecialTokens(vocabulary);
        VocabularySize = pieces.Count;
        EndOfTextId = _specialTokens.TryGetId("<|endoftext|>", out var endOfText)
            ? endOfText
            : throw new InvalidModelException(vocabulary.Path, "no control token <|endoftext|>", "the one that ends every text", "Use a Qwen3 model.");
        YesId = pieces.Find("yes"u8) is var yes and >= 0 ? yes : null;
        NoId = pieces.Find("no"u8) is var no and >= 0 ? no : null;
    }

    /// <summary>Number of token ids.</summary>
    public int VocabularySize { get; }

    /// <summary>The id of <c>&lt;|endoftext|&gt;</c>, which ends every text to embed.</summary>
    public int EndOfTextId { get; }

    /// <summary>The id of <c>yes</c>, a reranker's answer: 9693 in the models by Qwen. Null if the vocabulary has no such token.</summary>
    internal int? YesId { get; }

    /// <summary>The id of <c>no</c>, a reranker's other answer: 2152 in the models by Qwen. Null if the vocabulary has no such token.</summary>
    internal int? NoId { get; }

    /// <summary>Reads the tokenizer of a GGUF file without its weights.</summary>
    /// <param name="path">A GGUF file with Qwen2-style byte-level BPE.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or its tokenizer is of another kind.</exception>
    public static Qwen3Tokenizer Load(string path)
    {
        using var file = GgufFile.Open(path);
        return Read(file);
    }

    /// <summary>Reads the tokenizer of an open file, which it doesn't hold on to.</summary>
    /// <exception cref="InvalidModelException">The file's tokenizer is damaged or of another kind.</exception>
    internal static Qwen3Tokenizer Read(GgufFile file) => new(TokenizerVocabulary.Of(file));

    /// <summary>The token ids of a text, with nothing added; special token names in it are plain text.</summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    public int[] Encode(ReadOnlySpan<char> text)
    {
        var ids = IdWriter.Keeping(text.Length);
        EncodeText(text, ref ids);
        return ids.ToArray();
    }

    /// <summary>How many ids <see cref="Encode"/> gives.</summary>
    /// <param name="text">Any text.</param>
    public int CountTokens(ReadOnlySpan<char> text)
    {
        var ids = IdWriter.Counting();
        EncodeText(text, ref ids);
        return ids.Count;
    }

    /// <summary>The token ids of a template's own text, in which the name of a control or user-defined token is that token.</summary>
    /// <param name="template">Never anything that a user wrote.</param>
    internal int[] EncodeTemplate(ReadOnlySpan<char> template)
    {
        var ids = IdWriter.Keeping(template.Length);
        while (_specialTokens.TryFind(template, out var start, out var length, out var id))
        {
            EncodeText(template[..start], ref ids);
            ids.Add(id);
            template = template[(start + length)..];
        }

        EncodeText(template, ref ids);
        return ids.ToArray();
    }

    private void EncodeText(ReadOnlySpan<char> text, ref IdWriter ids)
    {
        if (!Nfc.IsNormalized(text))
        {
            text = Nfc.Normalize(text);
        }

        // The encoder writes U+FFFD for a lone surrogate, as the reference's callers do.
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        var utf8 = buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
        for (int start = 0, end; start < utf8.Length; start = end)
        {
            end = PreTokenizer.EndOfPiece(utf8, start);
            _encoder.Encode(utf8[start..end], ref ids);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
