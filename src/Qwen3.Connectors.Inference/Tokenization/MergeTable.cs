using System.Numerics;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Which pairs of tokens merge, in what order and to what.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that doesn't merge; above every other.</summary>
    public const int NoMerge = int.MaxValue;

    private const int MaxMerges = 1 << 28;

    /// <summary>Open addressing, at most half full; an empty slot has rank 0 + 1 = 0.</summary>
    private readonly Slot[] _slots;

    /// <summary>The token that the merge of a rank makes.</summary>
    private readonly int[] _merged;

    /// <summary>Reads the merges of a vocabulary that passed <see cref="TokenizerVocabulary.Check"/>.</summary>
    /// <exception cref="InvalidModelException">A merge is no pair, has a part or a result that is no normal token, or is there twice.</exception>
    public MergeTable(TokenizerVocabulary vocabulary, TokenTable pieces)
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

            if (!TryRead(merge, pieces, guess, scratch, out var pair, out _merged[rank]))
            {
                var found = $"merge {rank} \"{System.Text.Encoding.UTF8.GetString(merge)}\"";
                throw new InvalidModelException(vocabulary.Path, found, "two normal tokens that make a third", "Convert the model again.");
            }

            // A trained vocabulary lists tokens in the order of their merges: that saves the search for most.
            guess = _merged[rank] + 1;
            Insert(pair, rank, vocabulary.Path);
        }
    }

    /// <summary>The rank of a pair, the lowest merging first, or <see cref="NoMerge"/>.</summary>
    public int RankOf(int left, int right)
    {
        var slot = _slots[FindSlot(PairOf(left, right))];
        return slot.RankPlusOne == 0 ? NoMerge : slot.RankPlusOne - 1;
    }

    /// <summary>What the pair of a rank merges to.</summary>
    public int MergedOf(int rank) => _merged[rank];

    private static ulong PairOf(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>Reads "left right". The first byte may be a space that belongs to left, as llama.cpp reads it.</summary>
    private static bool TryRead(ReadOnlySpan<byte> merge, TokenTable pieces, int guess, Span<byte> scratch, out ulong pair, out int merged)
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

        var left = pieces.Find(scratch[..leftLength]);
        var right = pieces.Find(scratch.Slice(leftLength, rightLength));
        merged = pieces.Find(scratch[..(leftLength + rightLength)], guess);
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

    /// <summary>The slot that holds the pair, or the empty one where the search for it ends.</summary>
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
