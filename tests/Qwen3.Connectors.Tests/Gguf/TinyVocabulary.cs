using System.Text;

namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>
/// A byte-level vocabulary of some 500 tokens: all bytes, every prefix of a few frequent pieces, the special tokens of Qwen3. Equal to that
/// of <c>make_qwen3_gguf.py</c>.
/// </summary>
internal sealed class TinyVocabulary
{
    private static readonly string[] Pieces =
    [
        " the", " of", " and", " to", " in", " is", " that", " for", "ing", "tion", " query", " document", " yes", " no", "yes", "no",
        "Query", "Instruct",
        " search", " web", " given", " retrieve", " relevant", " passages", " answer", " capital", " China", " gravity", "Explain", "What",
        "The",
        "Document", "system", "user", "assistant", "\n\n", "er", " a", "re", "on", " s", " w", "at", "en",
    ];

    private static readonly string[] Control =
    [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
        "<|quad_start|>",
        "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
    ];

    // Added to the vocabulary but text to a decoder: files mark them as user-defined.
    private static readonly string[] UserDefined =
    [
        "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
        "<tool_response>", "</tool_response>", "<think>", "</think>",
    ];

    private static readonly string Alphabet = ByteAlphabet();
    private readonly Dictionary<string, int> _ranks = [];

    public TinyVocabulary(int padTo = 0)
    {
        // Printable bytes first, as GPT-2 has them.
        foreach (var c in Enumerable.Range(0, 256).OrderBy(b => Alphabet[b] != b).ThenBy(b => Alphabet[b]))
        {
            _ranks.Add(Alphabet[c].ToString(), _ranks.Count);
        }

        foreach (var piece in Pieces.Select(Show))
        {
            for (var length = 2; length <= piece.Length; length++)
            {
                _ranks.TryAdd(piece[..length], _ranks.Count);
            }
        }

        EndOfTextId = _ranks.Count;
        Merges = [.. _ranks.OrderBy(pair => pair.Value).Select(pair => MergeOf(pair.Key, pair.Value)).OfType<string>()];
        string[] tokens = [.. _ranks.OrderBy(pair => pair.Value).Select(pair => pair.Key), .. Control, .. UserDefined];
        Tokens = [.. tokens, .. Enumerable.Range(tokens.Length, Math.Max(0, padTo - tokens.Length)).Select(id => $"[PAD{id}]")];
        Types = [.. Tokens.Select((_, id) => id < EndOfTextId ? 1 : id < EndOfTextId + Control.Length ? 3 : id < tokens.Length ? 4 : 5)];
    }

    /// <summary>The tokens as files spell them, in GPT-2's alphabet.</summary>
    public string[] Tokens { get; }

    /// <summary>1 normal, 3 control, 4 user-defined, 5 unused.</summary>
    public int[] Types { get; }

    /// <summary>The pairs that tokens are merged from, as files spell them.</summary>
    public string[] Merges { get; }

    /// <summary>The id of <c>&lt;|endoftext|&gt;</c>, the first of the special tokens.</summary>
    public int EndOfTextId { get; }

    /// <summary>The id of a token by its plain text.</summary>
    public int IdOf(string text) => Array.IndexOf(Tokens, Control.Contains(text) || UserDefined.Contains(text) ? text : Show(text));

    /// <summary>Text in GPT-2's alphabet.</summary>
    public static string Show(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => Alphabet[b]));

    // GPT-2's map from a byte to a printable character.
    private static string ByteAlphabet()
    {
        var shifted = 256;
        return string.Concat(Enumerable.Range(0, 256).Select(b => b is (> 32 and < 127) or (> 160 and < 173) or > 173 ? (char)b
            : (char)shifted++));
    }

    // What is left of a token when only lower ranks may merge.
    private string? MergeOf(string token, int rank)
    {
        var parts = token.Select(c => c.ToString()).ToList();
        while (parts.Count > 2)
        {
            var best = Enumerable.Range(0, parts.Count - 1).MinBy(i => _ranks.GetValueOrDefault(parts[i] + parts[i + 1], int.MaxValue));
            if (_ranks.GetValueOrDefault(parts[best] + parts[best + 1], int.MaxValue) >= rank)
            {
                return null;
            }

            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        return parts.Count == 2 ? $"{parts[0]} {parts[1]}" : null;
    }
}
