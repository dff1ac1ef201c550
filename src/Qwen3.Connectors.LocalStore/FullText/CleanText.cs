using System.Text;

namespace Qwen3.Connectors.LocalStore.FullText;

/// <summary>Texts as UTF-8 stores them.</summary>
internal static class CleanText
{
    /// <summary>Replaces lone surrogates, which UTF-8 cannot store, by U+FFFD.</summary>
    public static string Of(string text)
    {
        if (IsValid(text))
        {
            return text;
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Whether a text has no lone surrogate.</summary>
    public static bool IsValid(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
