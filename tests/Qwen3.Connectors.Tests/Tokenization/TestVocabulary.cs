using System.Globalization;
using System.IO.Compression;
using System.Text;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Tokenization;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>Vocabularies as a converter writes them, made from pieces ranked by merge order. Bytes are held as Latin-1 strings.</summary>
internal sealed class TestVocabulary
{
    public static readonly string[] Controls =
    [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
            "<|quad_start|>",
        "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
    ];

    public static readonly string[] UserDefined =
    [
        "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
        "<tool_response>", "</tool_response>", "<think>", "</think>",
    ];

    private static readonly string[] Words =
    [
        " the", " of", " and", " to", " in", " is", "ing", "tion", " query", "yes", "no", "aaaa", "aaaaaaaa", "    ", "\n\n", "er",
            "re", "on", "'s", "th", "he",
        "é", "ần", "日本", "👍", "<|im_end", "|>",
    ];

    /// <summary>The bytes that are shown as U+0100 and up, in order.</summary>
    private static readonly string Hidden = string.Concat(Enumerable.Range(0, 256)
        .Where(value => value is <= 32 or (>= 127 and <= 160) or 173).Select(value => (char)value));

    private static readonly Lazy<TestVocabulary> ReadReal = new(() => new TestVocabulary(
        ReadRanks(TestData.SharedFile("data", "tokenizer", "qwen.tiktoken.gz"))));
    private static readonly Lazy<Qwen3Tokenizer> BuiltReal = new(() => new Qwen3Tokenizer(ReadReal.Value.Build()));

    private TestVocabulary(List<string> pieces)
    {
        Pieces = pieces;
        Merges = MergesOf(pieces);
        Tokens = [.. pieces.Select(Show), .. Controls, .. UserDefined];
        Types = [.. pieces.Select(_ => 1), .. Controls.Select(_ => 3), .. UserDefined.Select(_ => 4)];
    }

    /// <summary>All bytes and a few words. New each time: a test may spoil it.</summary>
    public static TestVocabulary Small => new(SmallRanks());

    /// <summary>The vocabulary of the models by Qwen. Not to be changed.</summary>
    public static TestVocabulary Real => Shared(ReadReal);

    public static Qwen3Tokenizer RealTokenizer => Shared(BuiltReal);

    public string? Model { get; set; } = "gpt2";

    public string? PreTokenizer { get; set; } = "qwen2";

    public List<string> Pieces { get; }

    public List<string> Tokens { get; }

    public List<int> Types { get; }

    public List<(string Left, string Right)> Merges { get; }

    public List<string> ExtraMerges { get; } = [];

    public TokenizerVocabulary Build() => new()
    {
        Path = "model.gguf",
        Model = Model,
        PreTokenizer = PreTokenizer,
        Tokens = new TokenList(Tokens),
        TokenTypes = [.. Types],
        Merges = new TokenList([.. Merges.Select(merge => $"{Show(merge.Left)} {Show(merge.Right)}"), .. ExtraMerges]),
    };

    /// <summary>Bytes in GPT-2's alphabet, written here apart from the engine's own.</summary>
    public static string Show(string bytes) =>
        string.Create(bytes.Length, bytes, (symbols, values) =>
        {
            for (var i = 0; i < symbols.Length; i++)
            {
                symbols[i] = Hidden.IndexOf(values[i]) is var at and >= 0 ? (char)(256 + at) : values[i];
            }
        });

    public static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The lazies are read through here so that a skip isn't kept as a failure of their making.</summary>
    private static T Shared<T>(Lazy<T> value)
    {
        TestData.SharedFile("data", "tokenizer", "qwen.tiktoken.gz");
        return value.Value;
    }

    private static List<string> SmallRanks()
    {
        var ranks = Enumerable.Range(0, 256).Select(value => ((char)value).ToString()).ToList();
        foreach (var word in Words.Select(Latin1))
        {
            for (var length = 2; length <= word.Length; length++)
            {
                if (!ranks.Contains(word[..length]))
                {
                    ranks.Add(word[..length]);
                }
            }
        }

        return ranks;
    }

    private static List<string> ReadRanks(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var ranks = new List<(int Rank, string Piece)>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var parts = line.Split(' ');
            ranks.Add((int.Parse(parts[1], CultureInfo.InvariantCulture), Encoding.Latin1.GetString(Convert.FromBase64String(parts[0]))));
        }

        return [.. ranks.OrderBy(entry => entry.Rank).Select(entry => entry.Piece)];
    }

    /// <summary>The pair that each piece is merged from: what is left of its bytes when only pieces of lower rank may merge.</summary>
    private static List<(string Left, string Right)> MergesOf(List<string> pieces)
    {
        var ranks = pieces.Select((piece, rank) => (piece, rank))
            .ToDictionary(entry => entry.piece, entry => entry.rank, StringComparer.Ordinal);
        var lookup = ranks.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<(string Left, string Right)>(pieces.Count);
        var starts = new List<int>();
        for (var rank = 0; rank < pieces.Count; rank++)
        {
            var piece = pieces[rank];
            if (piece.Length == 1)
            {
                continue;
            }

            starts.Clear();
            starts.AddRange(Enumerable.Range(0, piece.Length + 1));
            while (starts.Count > 3 && BestMerge(piece, starts, lookup, rank) is var at and > 0)
            {
                starts.RemoveAt(at);
            }

            if (starts.Count == 3)
            {
                merges.Add((piece[..starts[1]], piece[starts[1]..]));
            }
        }

        return merges;
    }

    /// <summary>The boundary that the merge of lowest rank removes, below <paramref name="limit"/>; 0 for none.</summary>
    private static int BestMerge(string piece, List<int> starts, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ranks,
        int limit)
    {
        var best = 0;
        for (var i = 1; i + 1 < starts.Count; i++)
        {
            if (ranks.TryGetValue(piece.AsSpan(starts[i - 1]..starts[i + 1]), out var rank) && rank < limit)
            {
                (best, limit) = (i, rank);
            }
        }

        return best;
    }
}
