using System.Numerics;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>What a tokenizer takes, for estimates: the arrays of <see cref="TokenTable"/>, <see cref="MergeTable"/> and <see cref="BytePairEncoder"/>.</summary>
internal static class TokenizerMemory
{
    // Of a header: names of tokens; the rest is lengths, types and merges.
    private const int HeaderBytesPerTextByte = 5;

    /// <summary>Bytes of a tokenizer, and of what reading it leaves to the collector.</summary>
    /// <param name="tokens">Tokens; there are about as many merges.</param>
    /// <param name="headerBytes">Bytes of the file before the weights.</param>
    public static long BytesFor(int tokens, long headerBytes)
    {
        var slots = (long)BitOperations.RoundUpToPowerOf2((uint)tokens * 2);
        var pieces = (headerBytes / HeaderBytesPerTextByte) + (sizeof(int) * (long)tokens) + (sizeof(ulong) * slots);
        var merges = (sizeof(int) * (long)tokens) + (2 * sizeof(ulong) * slots);
        const int Reached = sizeof(byte);

        // Where the strings of tokens and merges start, and the types.
        const int Garbage = sizeof(long) + sizeof(long) + sizeof(int);
        return pieces + merges + ((Reached + Garbage) * (long)tokens);
    }
}
