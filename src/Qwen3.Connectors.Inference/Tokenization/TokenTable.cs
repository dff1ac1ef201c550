using System.Numerics;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Hash table from bytes to normal tokens. Contains no special tokens, so that no text is encoded as one.</summary>
internal sealed class TokenTable
{
    private const int MaxTokens = 1 << 28;

    /// <summary>The bytes of all normal tokens, concatenated.</summary>
    private readonly byte[] _bytes;

    /// <summary>
    /// Where the bytes of an id start and, in the next element, end; empty for a token that is not normal. <c>[tokens + 1]</c>
    /// </summary>
    private readonly int[] _starts;

    /// <summary>Open addressing, at most half full. A slot is the upper half of the hash and, below it, id + 1; 0 is empty.</summary>
    private readonly ulong[] _slots;
    private readonly int _longest;

    /// <summary>Reads the normal tokens of a vocabulary that passed <see cref="TokenizerVocabulary.Check"/>.</summary>
    /// <exception cref="InvalidModelException">A token is empty or occurs twice, or a byte has no token.</exception>
    public TokenTable(TokenizerVocabulary vocabulary)
    {
        var tokens = vocabulary.Tokens!;
        _bytes = new byte[TotalLength(vocabulary)];
        _starts = new int[tokens.Count + 1];
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)tokens.Count * 2)];
        for (var id = 0; id < tokens.Count; id++)
        {
            // No text or merge produces a token outside the byte alphabet, in the reference tokenizer either; it only occupies its id.
            var length = 0;
            var isNormal = vocabulary.TypeOf(id) == TokenType.Normal
                && ByteAlphabet.TryDecode(tokens[id], _bytes.AsSpan(_starts[id]), out length);
            _starts[id + 1] = _starts[id] + (isNormal ? length : 0);
            _longest = Math.Max(_longest, _starts[id + 1] - _starts[id]);
            if (isNormal)
            {
                Insert(id, vocabulary.Path);
            }
        }

        IdsOfBytes = FindBytes(vocabulary.Path);
    }

    /// <summary>The id of each single byte, <c>[256]</c>.</summary>
    public int[] IdsOfBytes { get; }

    /// <summary>Number of ids, of normal and other tokens.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Returns the id of the token with these bytes, or -1.</summary>
    public int Find(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _longest)
        {
            return -1;
        }

        var slot = _slots[FindSlot(bytes, TableHash.Of(bytes))];
        return (int)(uint)slot - 1;
    }

    /// <summary>As <see cref="Find(ReadOnlySpan{byte})"/>, but compares the id <paramref name="guess"/> first.</summary>
    public int Find(ReadOnlySpan<byte> bytes, int guess) => guess < Count && BytesOf(guess).SequenceEqual(bytes) ? guess : Find(bytes);

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
            throw new InvalidModelException(
                vocabulary.Path, $"{tokens.Count} tokens of {total} bytes", $"at most {MaxTokens} tokens and 2 GB");
        }

        return (int)total;
    }

    private ReadOnlySpan<byte> BytesOf(int id) => _bytes.AsSpan(_starts[id], _starts[id + 1] - _starts[id]);

    private void Insert(int id, string path)
    {
        var bytes = BytesOf(id);
        var hash = TableHash.Of(bytes);
        var at = FindSlot(bytes, hash);
        if (bytes.IsEmpty || _slots[at] != 0)
        {
            var found = bytes.IsEmpty ? $"token {id} empty" : $"token {id} equal to token {(uint)_slots[at] - 1}";
            throw new InvalidModelException(path, found, "tokens that differ and are not empty", "Convert the model again.");
        }

        _slots[at] = (hash & 0xFFFFFFFF00000000) | (uint)(id + 1);
    }

    /// <summary>Returns the slot of the token with these bytes, or the empty slot where the search ends.</summary>
    private int FindSlot(ReadOnlySpan<byte> bytes, ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            var slot = _slots[at];
            if (slot == 0 || (slot >> 32 == hash >> 32 && BytesOf((int)(uint)slot - 1).SequenceEqual(bytes)))
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
                throw new InvalidModelException(
                    path, $"no token for the byte 0x{value:X2}", "one for each of the 256 bytes", "Convert the model again.");
            }
        }

        return ids;
    }
}
