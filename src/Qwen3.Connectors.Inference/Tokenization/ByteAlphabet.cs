namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>GPT-2's byte alphabet, in which files write tokens: one printable character per byte.</summary>
/// <remarks>
/// Bytes 0x21-0x7E, 0xA1-0xAC and 0xAE-0xFF are written as the code point of the same number; the other 68, in ascending order, as U+0100
/// and up.
/// </remarks>
internal static class ByteAlphabet
{
    private const int None = -1;

    /// <summary>The byte of a code point, or <see cref="None"/>.</summary>
    private static readonly short[] Bytes = Build();

    /// <summary>Decodes a token as files write it.</summary>
    /// <param name="symbols">UTF-8.</param>
    /// <param name="bytes">Receives the token's bytes; at least as long as <paramref name="symbols"/>.</param>
    /// <param name="length">Bytes of the token.</param>
    /// <returns>Whether every character belongs to the alphabet.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> symbols, Span<byte> bytes, out int length)
    {
        length = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            int code = symbols[i];
            if (code >= 0x80)
            {
                // The alphabet ends at U+0143, so that characters of three and more bytes are never in it.
                if (code is < 0xC2 or > 0xC5 || ++i == symbols.Length || (symbols[i] & 0xC0) != 0x80)
                {
                    return false;
                }

                code = ((code & 0x1F) << 6) | (symbols[i] & 0x3F);
            }

            if (code >= Bytes.Length || Bytes[code] == None)
            {
                return false;
            }

            bytes[length++] = (byte)Bytes[code];
        }

        return true;
    }

    private static short[] Build()
    {
        var bytes = new short[256 + 68];
        Array.Fill<short>(bytes, None);
        var next = 256;
        for (short value = 0; value < 256; value++)
        {
            var isPrintable = value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            bytes[isPrintable ? value : next++] = value;
        }

        return bytes;
    }
}
