using Qwen3.Connectors.Inference.Unicode;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>
/// Finds positions where a text can be split without changing its token ids: normalisation and pre-tokenizer treat both sides
/// independently.
/// </summary>
internal static class TextWindow
{
    private const int CancellationInterval = 1 << 16;

    /// <summary>Returns where a window ends: at the first such position behind the wanted length, or at the text's end.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="start">Where the window starts.</param>
    /// <param name="characters">The wanted length of the window; at least 1.</param>
    /// <param name="cancellationToken">Checked within text that has no such position for long.</param>
    public static int FindEnd(ReadOnlySpan<char> text, int start, int characters, CancellationToken cancellationToken)
    {
        for (var at = (long)start + characters; at < text.Length; at++)
        {
            if (at % CancellationInterval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (IsBoundary(text[(int)at - 1], text[(int)at]))
            {
                return (int)at;
            }
        }

        return text.Length;
    }

    /// <summary>Whether a pre-token always ends between two characters, whatever stands before and behind them.</summary>
    private static bool IsBoundary(char left, char right) => IsNormalizedAlone(left) && IsNormalizedAlone(right)
        && CharacterClasses.Of(left) switch
        {
            // Numbers are pre-tokens of their own. The alternatives that contain letters end with them.
            CharacterClass.Number => true,
            CharacterClass.Letter => CharacterClasses.Of(right) != CharacterClass.Letter,

            // White space and symbols include all line breaks that follow them.
            CharacterClass.Newline => CharacterClasses.Of(right) is not (CharacterClass.Space or CharacterClass.Newline),
            _ => false,
        };

    private static bool IsNormalizedAlone(char character) => !char.IsSurrogate(character) && NfcTables.IsNormalizationInert(character);
}
