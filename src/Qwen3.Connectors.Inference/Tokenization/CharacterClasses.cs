using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Finds the class of the character at a place in UTF-8 text.</summary>
/// <remarks>Categories are those of .NET's Unicode data: a letter that is newer than the reference tokenizer's data is one here already.</remarks>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] Ascii = [.. Enumerable.Range(0, 128).Select(code => Classify(new Rune(code)))];

    /// <summary>The class of the character that starts at <paramref name="at"/>.</summary>
    /// <param name="text">Well-formed UTF-8.</param>
    /// <param name="at">Where a character of <paramref name="text"/> starts.</param>
    /// <param name="length">How many bytes the character takes.</param>
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

    private static CharacterClass BeyondAscii(ReadOnlySpan<byte> text, out int length)
    {
        var status = Rune.DecodeFromUtf8(text, out var rune, out length);
        Debug.Assert(status == System.Buffers.OperationStatus.Done, "The text was made by an encoder, so it is well-formed. This is a bug.");
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
