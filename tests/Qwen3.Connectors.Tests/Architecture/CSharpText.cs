using System.Text;

namespace Qwen3.Connectors.Tests.Architecture;

/// <summary>C# source as text.</summary>
internal static class CSharpText
{
    /// <summary>Blanks comments, characters and strings; expressions in interpolated strings are kept.</summary>
    public static string WithoutCommentsAndStrings(string source)
    {
        var code = new StringBuilder(source.Length);
        for (var at = 0; at < source.Length;)
        {
            if (At(source, at, "//"))
            {
                at = End(source.IndexOf('\n', at), source);
            }
            else if (At(source, at, "/*"))
            {
                at = End(source.IndexOf("*/", at, StringComparison.Ordinal) + 2, source);
            }
            else if (At(source, at, "\"\"\""))
            {
                at = RawString(source, at, code);
            }
            else if (source[at] == '"')
            {
                at = QuotedString(source, at, code);
            }
            else if (source[at] == '\'')
            {
                at = End(source.IndexOf('\'', at + (source[at + 1] == '\\' ? 3 : 2)) + 1, source);
            }
            else
            {
                code.Append(source[at++]);
            }
        }

        return code.ToString();
    }

    private static bool At(string source, int at, string text) => string.CompareOrdinal(source, at, text, 0, text.Length) == 0;

    private static int End(int found, string source) => found <= 0 ? source.Length : found;

    /// <summary>Returns the index behind a raw string. Its expressions are dropped too.</summary>
    private static int RawString(string source, int at, StringBuilder code)
    {
        var quotes = 0;
        while (source[at + quotes] == '"')
        {
            quotes++;
        }

        code.Append(' ');
        return End(source.IndexOf(new string('"', quotes), at + quotes, StringComparison.Ordinal) + quotes, source);
    }

    private static int QuotedString(string source, int at, StringBuilder code)
    {
        var prefix = source[Math.Max(0, at - 2)..at];
        var isVerbatim = prefix.EndsWith('@') || prefix.EndsWith("@$", StringComparison.Ordinal);
        var isInterpolated = prefix.EndsWith('$') || prefix.EndsWith("$@", StringComparison.Ordinal);
        for (at++; at < source.Length && source[at] != '"' || isVerbatim && At(source, at, "\"\""); at++)
        {
            var isEscape = isVerbatim ? source[at] == '"' : source[at] == '\\';
            if (isEscape || isInterpolated && (At(source, at, "{{") || At(source, at, "}}")))
            {
                at++;
            }
            else if (isInterpolated && source[at] == '{')
            {
                at = Expression(source, at, code);
            }
        }

        code.Append(' ');
        return at + 1;
    }

    /// <summary>Returns the index of the closing brace of an interpolation and appends its code.</summary>
    private static int Expression(string source, int at, StringBuilder code)
    {
        var start = ++at;
        for (var depth = 1; depth > 0;)
        {
            if (source[at] == '"')
            {
                at = QuotedString(source, at, new StringBuilder());
                continue;
            }

            depth += source[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at++;
        }

        code.Append(' ').Append(WithoutCommentsAndStrings(source[start..(at - 1)]));
        return at - 1;
    }
}
