using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Character classes of the pre-tokenizer's pattern.</summary>
/// <remarks>
/// Categories come from .NET's Unicode data, which may contain letters that are newer than the reference tokenizer's data.
/// </remarks>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] Ascii = [.. Enumerable.Range(0, 128).Select(code => Classify(new Rune(code)))];

    /// <summary>Returns the class of the character that starts at <paramref name="at"/>.</summary>
    /// <param name="text">Well-formed UTF-8.</param>
    /// <param name="at">Where a character of <paramref name="text"/> starts.</param>
    /// <param name="length">Bytes of the character.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass At(ReadOnlySpan<byte> text, int at, out int length)
    {
        var first = text[at];
        if (first < 128)
        {
            length = 1;
            return Ascii[first];
        }

        return BeyondAscii(text[at..], out length);
    }

    /// <summary>Returns the class of a UTF-16 code unit that is no surrogate.</summary>
    public static CharacterClass Of(char character) => character < 128 ? Ascii[character] : Classify(new Rune(character));

    private static CharacterClass BeyondAscii(ReadOnlySpan<byte> text, out int length)
    {
        var status = Rune.DecodeFromUtf8(text, out var rune, out length);
        Debug.Assert(status == System.Buffers.OperationStatus.Done, "The text was not well-formed UTF-8. This is a bug.");
        return Classify(rune);
    }

    private static CharacterClass Classify(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            return rune.Value is '\r' or '\n' ? CharacterClass.Newline : CharacterClass.Space;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => CharacterClass.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
            _ => CharacterClass.Other,
        };
    }
}
