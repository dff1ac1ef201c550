using System.Numerics;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>
/// Memory of a tokenizer, for estimates: the arrays of <see cref="TokenTable"/>, <see cref="MergeTable"/> and
/// <see cref="BytePairEncoder"/>.
/// </summary>
internal static class TokenizerMemory
{
    // A fifth of a header is names of tokens; the rest is lengths, types and merges.
    private const int HeaderBytesPerTextByte = 5;

    /// <summary>Returns the bytes of a tokenizer and of the garbage that reading it leaves.</summary>
    /// <param name="tokens">Tokens; a vocabulary has about as many merges.</param>
    /// <param name="headerBytes">Bytes of the file before the weights.</param>
    public static long BytesFor(int tokens, long headerBytes)
    {
        var slots = (long)BitOperations.RoundUpToPowerOf2((uint)tokens * 2);
        var tokenTable = (headerBytes / HeaderBytesPerTextByte) + (sizeof(int) * (long)tokens) + (sizeof(ulong) * slots);
        var mergeTable = (sizeof(int) * (long)tokens) + (2 * sizeof(ulong) * slots);
        const int Mergeable = sizeof(byte);

        // Offsets of the strings of tokens and merges, and the types.
        const int Garbage = sizeof(long) + sizeof(long) + sizeof(int);
        return tokenTable + mergeTable + ((Mergeable + Garbage) * (long)tokens);
    }
}
