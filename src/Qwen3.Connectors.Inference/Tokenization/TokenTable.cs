using System.Numerics;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>The normal tokens by their bytes. Special tokens are not among them, so no text can become one.</summary>
internal sealed class TokenTable
{
    private const int MaxTokens = 1 << 28;

    /// <summary>The bytes of all pieces, one behind the other.</summary>
    private readonly byte[] _bytes;

    /// <summary>By id, where its bytes start; they end where those of the next id start, and are none if the token is no piece. [tokens + 1]</summary>
    private readonly int[] _starts;

    /// <summary>Open addressing; a slot is the upper half of the hash and, below it, id + 1. 0 is empty. At most half full.</summary>
    private readonly ulong[] _slots;
    private readonly int _longest;

    /// <summary>Reads the normal tokens of a vocabulary that passed <see cref="TokenizerVocabulary.Check"/>.</summary>
    /// <exception cref="InvalidModelException">A token is empty, there twice, or a byte has no token.</exception>
    public TokenTable(TokenizerVocabulary vocabulary)
    {
        var tokens = vocabulary.Tokens!;
        _bytes = new byte[TotalLength(vocabulary)];
        _starts = new int[tokens.Count + 1];
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)tokens.Count * 2)];
        for (var id = 0; id < tokens.Count; id++)
        {
            // A token outside the byte alphabet can't come of text or merges, in the reference neither; it only takes up its id.
            var length = 0;
            var isPiece = vocabulary.TypeOf(id) == TokenType.Normal && ByteAlphabet.TryDecode(tokens[id], _bytes.AsSpan(_starts[id]), out length);
            _starts[id + 1] = _starts[id] + (isPiece ? length : 0);
            _longest = Math.Max(_longest, _starts[id + 1] - _starts[id]);
            if (isPiece)
            {
                Insert(id, vocabulary.Path);
            }
        }

        IdsOfBytes = FindBytes(vocabulary.Path);
    }

    /// <summary>The id of each single byte, [256].</summary>
    public int[] IdsOfBytes { get; }

    /// <summary>How many ids there are, of pieces and others.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>How many bytes a piece has; 0 if the token is no piece.</summary>
    public int LengthOf(int id) => _starts[id + 1] - _starts[id];

    /// <summary>The token of these bytes, or -1.</summary>
    public int Find(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > _longest)
        {
            return -1;
        }

        var slot = _slots[FindSlot(piece, TableHash.Of(piece))];
        return (int)(uint)slot - 1;
    }

    /// <summary>As <see cref="Find(ReadOnlySpan{byte})"/>, with a look first at a token that it probably is.</summary>
    public int Find(ReadOnlySpan<byte> piece, int guess) => guess < Count && BytesOf(guess).SequenceEqual(piece) ? guess : Find(piece);

    private static int TotalLength(TokenizerVocabulary vocabulary)
    {
        var tokens = vocabulary.Tokens!;
        var total = 0L;
        for (var id = 0; id < tokens.Count; id++)
        {
            total += tokens[id].Length;
        }

        if (total > Array.MaxLength || tokens.Count > MaxTokens)
        {
            throw new InvalidModelException(vocabulary.Path, $"{tokens.Count} tokens of {total} bytes", $"at most {MaxTokens} tokens and 2 GB");
        }

        return (int)total;
    }

    private ReadOnlySpan<byte> BytesOf(int id) => _bytes.AsSpan(_starts[id], _starts[id + 1] - _starts[id]);

    private void Insert(int id, string path)
    {
        var piece = BytesOf(id);
        var hash = TableHash.Of(piece);
        var at = FindSlot(piece, hash);
        if (piece.IsEmpty || _slots[at] != 0)
        {
            var found = piece.IsEmpty ? $"token {id} empty" : $"token {id} equal to token {(uint)_slots[at] - 1}";
            throw new InvalidModelException(path, found, "tokens that differ and are not empty", "Convert the model again.");
        }

        _slots[at] = (hash & 0xFFFFFFFF00000000) | (uint)(id + 1);
    }

    /// <summary>The slot that holds the piece, or the empty one where the search for it ends.</summary>
    private int FindSlot(ReadOnlySpan<byte> piece, ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            var slot = _slots[at];
            if (slot == 0 || (slot >> 32 == hash >> 32 && BytesOf((int)(uint)slot - 1).SequenceEqual(piece)))
            {
                return at;
            }
        }
    }

    private int[] FindBytes(string path)
    {
        var ids = new int[256];
        for (var value = 0; value < 256; value++)
        {
            ids[value] = Find([(byte)value]);
            if (ids[value] < 0)
            {
                throw new InvalidModelException(path, $"no token for the byte 0x{value:X2}", "one for each of the 256 bytes", "Convert the model again.");
            }
        }

        return ids;
    }
}
