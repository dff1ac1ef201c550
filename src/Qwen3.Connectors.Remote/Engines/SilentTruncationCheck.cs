using System.Text;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>
/// Finds servers that truncate long texts without a message: there, a text and the same text with more words behind it have the same
/// embedding. A text is checked where it is longer than every one that was checked before.
/// </summary>
internal sealed class SilentTruncationCheck
{
    /// <summary>
    /// A quarter more of words changes an embedding by far more (0.96 or less in measurements); the same tokens in another batch are above
    /// it, even in half precision.
    /// </summary>
    public const double EqualCosine = 0.9995;

    /// <summary>No server has a limit of fewer tokens, and a token is at least one byte.</summary>
    private const int ShortBytes = 500;

    private const string Words = " 7 zebras? No: one purple kettle,";

    private int _provenBytes = ShortBytes;

    public bool IsProven(string text) => Encoding.UTF8.GetByteCount(text) <= Volatile.Read(ref _provenBytes);

    public void Add(string text) =>
        Volatile.Write(ref _provenBytes, Math.Max(Volatile.Read(ref _provenBytes), Encoding.UTF8.GetByteCount(text)));

    /// <summary>Puts other words behind a text: a quarter of its length.</summary>
    public static string Extend(string text)
    {
        var longer = new StringBuilder(text);
        do
        {
            longer.Append(Words);
        }
        while (longer.Length < text.Length + (text.Length / 4));

        return longer.ToString();
    }
}
