using System.Text;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Decodes text strictly: a name that isn't UTF-8 or has control characters is damage.</summary>
internal static class GgufText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a text value, or returns null when the bytes aren't UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Decodes the name of a key or tensor, or returns null when the bytes are not a valid name.</summary>
    public static string? DecodeName(ReadOnlySpan<byte> bytes) =>
        Decode(bytes) is { Length: > 0 } name && !name.Any(char.IsControl) ? name : null;

    /// <inheritdoc cref="Printable(ReadOnlySpan{byte}, int)"/>
    public static string Printable(string text, int limit = 60) => Printable(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, limit + 1)]), limit);

    /// <summary>Makes untrusted bytes printable for a message: at most <paramref name="limit"/> characters, without control characters.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes, int limit = 60)
    {
        // A character has at most 4 bytes, so the rest is not shown.
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * limit)]);
        var shown = new StringBuilder(limit + 1);
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, limit)))
        {
            shown.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ when char.IsControl(c) => "?", _ => null } ?? c.ToString());
        }

        return shown.Append(text.Length > limit || bytes.Length > 4 * limit ? "…" : "").ToString();
    }
}
