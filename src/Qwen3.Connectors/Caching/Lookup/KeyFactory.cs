using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Qwen3.Connectors.Embedding.Calls;

namespace Qwen3.Connectors.Caching.Lookup;

/// <summary>Creates the keys of one generator's vectors.</summary>
internal sealed class KeyFactory(VectorSpaceFingerprint space, string prefix)
{
    /// <summary>Changes with the meaning of a key.</summary>
    private const string Version = "embedding/1";

    /// <summary>Returns a function from a text to its key.</summary>
    /// <param name="call">What the call embeds texts as.</param>
    public Func<string, string> Create(EmbeddingCall call)
    {
        // Each part starts with its length, so that no two lists of parts have the same bytes.
        string?[] parts =
        [
            Version, space.Weights, space.Tokenizer, space.Template, space.Pooling, call.Role.ToString(),
            call.Role == EmbeddingRole.Query ? call.Instruction : null,
            Format(call.Dimensions ?? space.Dimensions), call.Truncation.ToString(), Format(space.MaxTokens),
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            Append(hash, part);
        }

        var common = hash.GetHashAndReset();
        return text => CreateKey(common, text);
    }

    private string CreateKey(byte[] common, string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(common);
        Append(hash, text);
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return string.Concat(prefix, Convert.ToHexStringLower(result));
    }

    /// <summary>Hashes UTF-16 code units: in UTF-8, texts that differ in unpaired surrogates would be the same.</summary>
    private static void Append(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static string? Format(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
