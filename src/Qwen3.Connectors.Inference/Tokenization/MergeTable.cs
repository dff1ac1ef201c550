using System.Numerics;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Hash table from pairs of tokens to merge ranks and merged tokens.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge; higher than every other.</summary>
    public const int NoMerge = int.MaxValue;

    private const int MaxMerges = 1 << 28;

    /// <summary>Open addressing, at most half full; an empty slot has <c>RankPlusOne</c> 0.</summary>
    private readonly Slot[] _slots;

    /// <summary>The merged token of each rank, <c>[merges]</c>.</summary>
    private readonly int[] _merged;

    /// <summary>Reads the merges of a vocabulary that passed <see cref="TokenizerVocabulary.Check"/>.</summary>
    /// <exception cref="InvalidModelException">
    /// A merge is not a pair, has a part or a result that is not a normal token, or occurs twice.
    /// </exception>
    public MergeTable(TokenizerVocabulary vocabulary, TokenTable tokens)
    {
        var merges = vocabulary.Merges!;
        if (merges.Count > MaxMerges)
        {
            throw new InvalidModelException(vocabulary.Path, $"{merges.Count} merges", $"at most {MaxMerges}");
        }

        _merged = new int[merges.Count];
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)merges.Count * 2)];
        var scratch = new byte[256];
        var guess = 0;
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var merge = merges[rank];
            if (scratch.Length < merge.Length)
            {
                scratch = new byte[Math.Max(merge.Length, scratch.Length * 2)];
            }

            if (!TryRead(merge, tokens, guess, scratch, out var pair, out _merged[rank]))
            {
                var found = $"merge {rank} \"{System.Text.Encoding.UTF8.GetString(merge)}\"";
                throw new InvalidModelException(vocabulary.Path, found, "two normal tokens that make a third", "Convert the model again.");
            }

            // A trained vocabulary lists tokens in the order of their merges, so that the guess saves most lookups.
            guess = _merged[rank] + 1;
            Insert(pair, rank, vocabulary.Path);
        }
    }

    /// <summary>Returns the rank of a pair, or <see cref="NoMerge"/>; the lowest rank merges first.</summary>
    public int RankOf(int left, int right)
    {
        var slot = _slots[FindSlot(PairOf(left, right))];
        return slot.RankPlusOne == 0 ? NoMerge : slot.RankPlusOne - 1;
    }

    /// <summary>Returns the token that the pair of a rank merges to.</summary>
    public int MergedOf(int rank) => _merged[rank];

    private static ulong PairOf(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>Reads "left right". A space as the first byte belongs to left, as in llama.cpp.</summary>
    private static bool TryRead(ReadOnlySpan<byte> merge, TokenTable tokens, int guess, Span<byte> scratch, out ulong pair, out int merged)
    {
        pair = 0;
        merged = -1;
        var space = merge.Length == 0 ? -1 : merge[1..].IndexOf((byte)' ') + 1;
        if (space <= 0
            || !ByteAlphabet.TryDecode(merge[..space], scratch, out var leftLength)
            || !ByteAlphabet.TryDecode(merge[(space + 1)..], scratch[leftLength..], out var rightLength))
        {
            return false;
        }

        var left = tokens.Find(scratch[..leftLength]);
        var right = tokens.Find(scratch.Slice(leftLength, rightLength));
        merged = tokens.Find(scratch[..(leftLength + rightLength)], guess);
        pair = PairOf(left, right);
        return left >= 0 && right >= 0 && merged >= 0;
    }

    private void Insert(ulong pair, int rank, string path)
    {
        var at = FindSlot(pair);
        if (_slots[at].RankPlusOne != 0)
        {
            var found = $"merge {rank} equal to merge {_slots[at].RankPlusOne - 1}";
            throw new InvalidModelException(path, found, "merges that differ", "Convert the model again.");
        }

        _slots[at] = new Slot(pair, rank + 1);
    }

    /// <summary>Returns the slot of the pair, or the empty slot where the search ends.</summary>
    private int FindSlot(ulong pair)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)TableHash.Of(pair) & mask; ; at = (at + 1) & mask)
        {
            ref readonly var slot = ref _slots[at];
            if (slot.RankPlusOne == 0 || slot.Pair == pair)
            {
                return at;
            }
        }
    }

    private readonly record struct Slot(ulong Pair, int RankPlusOne);
}
