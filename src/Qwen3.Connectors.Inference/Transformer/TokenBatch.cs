using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>Texts one behind the other, without padding.</summary>
internal sealed class TokenBatch
{
    private readonly int[] _lastTokens;

    private TokenBatch(int[] tokens, KeyRange[] ranges, int[] lastTokens)
    {
        Tokens = tokens;
        Ranges = ranges;
        _lastTokens = lastTokens;
    }

    /// <summary>Token ids, <c>[tokens]</c>.</summary>
    public int[] Tokens { get; }

    /// <summary>What each token attends to, <c>[tokens]</c>.</summary>
    public KeyRange[] Ranges { get; }

    /// <summary>Where each text ends, <c>[sequences]</c>.</summary>
    public ReadOnlySpan<int> LastTokens => _lastTokens;

    /// <summary>Packs texts of at least one token each.</summary>
    public static TokenBatch Pack(IReadOnlyList<int[]> sequences)
    {
        var tokens = new int[sequences.Sum(sequence => sequence.Length)];
        var ranges = new KeyRange[tokens.Length];
        var lastTokens = new int[sequences.Count];
        var at = 0;
        for (var i = 0; i < sequences.Count; i++)
        {
            var first = at;
            sequences[i].CopyTo(tokens, first);
            for (; at < first + sequences[i].Length; at++)
            {
                ranges[at] = new KeyRange(first, at);
            }

            lastTokens[i] = at - 1;
        }

        return new TokenBatch(tokens, ranges, lastTokens);
    }
}
