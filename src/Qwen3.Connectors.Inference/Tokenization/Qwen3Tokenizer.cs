using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Tokenization;

namespace Qwen3.Connectors.Inference;

/// <summary>
/// The byte-level BPE tokenizer of a model file. Gives the ids of the Hugging Face tokenizer, except that user text never contains special
/// tokens.
/// Safe for concurrent use.
/// </summary>
public sealed class Qwen3Tokenizer
{
    private readonly SpecialTokens _specialTokens;

    /// <summary>Builds the tables of a vocabulary; they do not reference it.</summary>
    /// <exception cref="InvalidModelException">The vocabulary is damaged or of another kind.</exception>
    internal Qwen3Tokenizer(TokenizerVocabulary vocabulary)
    {
        vocabulary.Check();
        var tokens = new TokenTable(vocabulary);
        TextEncoder = new TextEncoder(new BytePairEncoder(tokens, new MergeTable(vocabulary, tokens)));
        _specialTokens = new SpecialTokens(vocabulary);
        VocabularySize = tokens.Count;
        EndOfTextId = _specialTokens.TryGetId("<|endoftext|>", out var endOfText)
            ? endOfText
            : throw new InvalidModelException(
                vocabulary.Path, "no control token <|endoftext|>", "the one that ends every text", "Use a Qwen3 model.");
        YesId = tokens.Find("yes"u8) is var yes and >= 0 ? yes : null;
        NoId = tokens.Find("no"u8) is var no and >= 0 ? no : null;
    }

    /// <summary>Gets the number of token ids.</summary>
    public int VocabularySize { get; }

    /// <summary>Gets the id of <c>&lt;|endoftext|&gt;</c>, the last token of every text to embed.</summary>
    public int EndOfTextId { get; }

    /// <summary>
    /// The id of <c>yes</c>, a reranker's positive answer: 9693 in the models by Qwen. Null if the vocabulary has no such token.
    /// </summary>
    internal int? YesId { get; }

    /// <summary>
    /// The id of <c>no</c>, a reranker's negative answer: 2152 in the models by Qwen. Null if the vocabulary has no such token.
    /// </summary>
    internal int? NoId { get; }

    internal TextEncoder TextEncoder { get; }

    /// <summary>Reads the tokenizer of a GGUF file without its weights.</summary>
    /// <param name="path">A GGUF file with a byte-level BPE vocabulary of the Qwen2 kind.</param>
    /// <returns>The tokenizer; the file is closed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidModelException">The file is damaged or its tokenizer is of another kind.</exception>
    public static Qwen3Tokenizer Load(string path)
    {
        using var file = GgufFile.Open(path);
        return Read(file);
    }

    /// <summary>Reads the tokenizer of an open file, which may be closed afterwards.</summary>
    /// <exception cref="InvalidModelException">The file's tokenizer is damaged or of another kind.</exception>
    internal static Qwen3Tokenizer Read(GgufFile file) => new(TokenizerVocabulary.Of(file));

    /// <summary>Tokenises a text. Adds no tokens; names of special tokens in the text are plain text.</summary>
    /// <param name="text">Any text; a lone surrogate is encoded as U+FFFD.</param>
    /// <returns>The token ids, <c>[tokens]</c>; empty for an empty text.</returns>
    public int[] Encode(ReadOnlySpan<char> text) => this.Encode(text, CancellationToken.None);

    /// <summary>Counts the ids that <see cref="Encode"/> returns, without storing them.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The number of tokens, 0 or more.</returns>
    public int CountTokens(ReadOnlySpan<char> text) => this.CountTokens(text, CancellationToken.None);

    /// <summary>Tokenises the text of a template, in which the name of a control or user-defined token is that token.</summary>
    /// <param name="template">Never text of a user.</param>
    internal int[] EncodeTemplate(ReadOnlySpan<char> template)
    {
        var ids = TokenIdWriter.Storing(template.Length);
        while (_specialTokens.TryFind(template, out var start, out var length, out var id))
        {
            TextEncoder.Encode(template[..start], ref ids, CancellationToken.None);
            ids.Add(id);
            template = template[(start + length)..];
        }

        TextEncoder.Encode(template, ref ids, CancellationToken.None);
        return ids.ToArray();
    }
}
