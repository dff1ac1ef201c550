using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Input;

/// <summary>Reads a text that is written as a JSON string.</summary>
internal static partial class JsonText
{
    /// <param name="line">A line of JSON.</param>
    /// <param name="hasLoneSurrogate">Whether an escape was a lone surrogate, which is no character and is read as U+FFFD.</param>
    /// <returns>The text, or null if the line is not a JSON string.</returns>
    public static string? Read(string line, out bool hasLoneSurrogate)
    {
        hasLoneSurrogate = false;
        if (TryRead(line) is { } text)
        {
            return text;
        }

        // The JSON reader rejects lone surrogates; programs that truncate a string in the middle of a character write them.
        var repaired = ReplaceLoneSurrogates(line);
        if (ReferenceEquals(repaired, line) || TryRead(repaired) is not { } read)
        {
            return null;
        }

        hasLoneSurrogate = true;
        return read;
    }

    private static string? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JsonLine.Default.String);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ReplaceLoneSurrogates(string line)
    {
        var hasLone = false;
        var result = Escapes().Replace(line, match =>
        {
            if (!match.Groups["lone"].Success)
            {
                return match.Value;
            }

            hasLone = true;
            return @"\ufffd";
        });
        return hasLone ? result : line;
    }

    /// <summary>Matches every escape from left to right, so that the backslash of an escaped backslash starts no other escape.</summary>
    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Escapes();
}
