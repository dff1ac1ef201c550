using System.Text;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>
/// Finds servers that truncate long texts without a message: there, a text and the same text without its last character have the same
/// embedding. A text is checked where it is longer than every one that was checked before.
/// </summary>
internal sealed class SilentTruncationCheck
{
    /// <summary>Embeddings of different tokens are below it; those of the same tokens are above it on any device.</summary>
    public const double EqualCosine = 0.999999;

    /// <summary>No server has a limit of fewer tokens, and a token is at least one byte.</summary>
    private const int ShortBytes = 500;

    private int _provenBytes = ShortBytes;

    public bool IsProven(string text) => Encoding.UTF8.GetByteCount(text) <= Volatile.Read(ref _provenBytes);

    public void Add(string text) =>
        Volatile.Write(ref _provenBytes, Math.Max(Volatile.Read(ref _provenBytes), Encoding.UTF8.GetByteCount(text)));

    public static string Shorten(string text) => text[..^(text.Length > 2 && char.IsLowSurrogate(text[^1]) ? 2 : 1)];
}
