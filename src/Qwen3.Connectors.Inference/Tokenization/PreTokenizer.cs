namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Splits text into pre-tokens, which merges never cross, by the pattern of the Qwen2 tokenizer.</summary>
/// <remarks>
/// <code>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</code>
/// Written by hand because .NET's <c>Regex</c> matches UTF-16 code units, so that \p{L} does not match a letter above U+FFFF.
/// The first alternative that matches wins; nothing looks behind.
/// </remarks>
internal static class PreTokenizer
{
    /// <summary>
    /// Returns where the pre-token that starts at <paramref name="start"/> ends, in time proportional to its length and a run of white
    /// space behind it.
    /// </summary>
    /// <param name="text">Well-formed UTF-8.</param>
    /// <param name="start">Where a pre-token starts; less than the text's length.</param>
    public static int EndOfPreToken(ReadOnlySpan<byte> text, int start)
    {
        var first = text[start];
        if (first == '\'' && ContractionLength(text[(start + 1)..]) is var tail and > 0)
        {
            return start + 1 + tail;
        }

        var firstClass = CharacterClasses.At(text, start, out var length);
        var next = start + length;
        switch (firstClass)
        {
            case CharacterClass.Letter:
                return EndOfLetters(text, next);
            case CharacterClass.Number:
                return next;
            case CharacterClass.Newline:
                return EndOfWhiteSpace(text, start);
            default:
                if (next < text.Length && CharacterClasses.At(text, next, out length) == CharacterClass.Letter)
                {
                    return EndOfLetters(text, next + length);
                }

                var symbols = first == ' ' ? next : start;
                var end = EndOfSymbols(text, symbols);
                return end > symbols ? EndOfNewlines(text, end) : EndOfWhiteSpace(text, start);
        }
    }

    /// <summary>Length in bytes of s, t, re, ve, m, ll or d in either case; 0 for anything else.</summary>
    /// <remarks>
    /// (?i:s) matches U+017F, the long s, too: the regex engines of Hugging Face's and OpenAI's tokenizers fold case by Unicode's simple
    /// folding.
    /// No other letter beyond ASCII folds to one of these.
    /// </remarks>
    private static int ContractionLength(ReadOnlySpan<byte> tail)
    {
        if (tail.IsEmpty)
        {
            return 0;
        }

        switch (tail[0] | 0x20)
        {
            case 's' or 't' or 'm' or 'd':
                return 1;
            case 'r' or 'v' when tail.Length > 1 && (tail[1] | 0x20) == 'e':
            case 'l' when tail.Length > 1 && (tail[1] | 0x20) == 'l':
                return 2;
            default:
                return tail.StartsWith("\u017F"u8) ? 2 : 0;
        }
    }

    private static int EndOfLetters(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && CharacterClasses.At(text, at, out var length) == CharacterClass.Letter)
        {
            at += length;
        }

        return at;
    }

    private static int EndOfSymbols(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && CharacterClasses.At(text, at, out var length) == CharacterClass.Other)
        {
            at += length;
        }

        return at;
    }

    private static int EndOfNewlines(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    /// <summary>
    /// The last three alternatives: up to the last line break of the run; else all but its last character, which the next pre-token may
    /// start with; else all.
    /// </summary>
    private static int EndOfWhiteSpace(ReadOnlySpan<byte> text, int start)
    {
        int at = start, lastCharacter = start, lastNewline = -1;
        while (at < text.Length)
        {
            var characterClass = CharacterClasses.At(text, at, out var length);
            if (characterClass is not (CharacterClass.Space or CharacterClass.Newline))
            {
                break;
            }

            lastCharacter = at;
            at += length;
            lastNewline = characterClass == CharacterClass.Newline ? at : lastNewline;
        }

        if (lastNewline >= 0)
        {
            return lastNewline;
        }

        return at == text.Length || lastCharacter == start ? at : lastCharacter;
    }
}
