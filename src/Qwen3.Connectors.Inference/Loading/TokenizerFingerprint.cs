using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>A hash of everything that determines a text's token ids.</summary>
internal static class TokenizerFingerprint
{
    // An array of strings may be longer than a span.
    private const int ChunkBytes = 1 << 20;

    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(GgufFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var key in (string[])["tokenizer.ggml.model", "tokenizer.ggml.pre"])
        {
            var text = Encoding.UTF8.GetBytes(file.Metadata.GetString(key));
            Append(hash, text.Length);
            hash.AppendData(text);
        }

        AppendStrings(hash, file, "tokenizer.ggml.tokens");
        var types = file.Metadata.GetInt32s("tokenizer.ggml.token_type");
        Append(hash, types.Length);
        hash.AppendData(MemoryMarshal.AsBytes<int>(types));
        AppendStrings(hash, file, "tokenizer.ggml.merges");
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>Appends lengths and texts as they are stored, so that moving a character from one string to the next changes the hash.</summary>
    private static void AppendStrings(IncrementalHash hash, GgufFile file, string key)
    {
        var strings = file.Metadata.GetStrings(key);
        Append(hash, strings.Count);
        var (offset, length) = strings.Place;
        for (long done = 0; done < length; done += ChunkBytes)
        {
            hash.AppendData(file.Slice(offset + done, (int)Math.Min(ChunkBytes, length - done)));
        }
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
