using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Qwen3.Connectors.Reranking.Decorators;

/// <summary>What a score depends on, as a hash: two pairs share one with a probability that is zero for all purposes.</summary>
internal readonly record struct ScoreKey(UInt128 High, UInt128 Low)
{
    public static ScoreKey Of(string query, string document, RerankOptions call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, query);
        Append(hash, document);
        Append(hash, call.Instruction);
        Append(hash, call.MaxTokensPerDocument ?? -1);
        Append(hash, call.Truncation is { } truncation ? (int)truncation : -1);
        Span<byte> bytes = stackalloc byte[32];
        hash.GetHashAndReset(bytes);
        return new ScoreKey(BinaryPrimitives.ReadUInt128LittleEndian(bytes), BinaryPrimitives.ReadUInt128LittleEndian(bytes[16..]));
    }

    /// <summary>Its length first: "ab" and "c" are not "a" and "bc".</summary>
    private static void Append(IncrementalHash hash, string? text)
    {
        Append(hash, text?.Length ?? -1);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
