using System.Text.RegularExpressions;
using Qwen3.Connectors.Inference.Unicode;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>
/// Makes the names of special tokens in a text harmless. Servers read them as the tokens: a document could close the template's turn, or
/// end a text early. A space behind the opening bracket is the smallest change that prevents it.
/// </summary>
internal static partial class PlainText
{
    public static string Neutralize(string text)
    {
        // The models' tokenizer normalizes; llama.cpp's does not. For the others it changes nothing.
        var normalized = Nfc.IsNormalized(text) ? text : Nfc.Normalize(text);
        return normalized.Contains('<', StringComparison.Ordinal) ? SpecialToken().Replace(normalized, "< ") : normalized;
    }

    /// <summary>As <see cref="Neutralize"/>; llama-server also replaces a placeholder within the query.</summary>
    public static string NeutralizeQuery(string text) =>
        Neutralize(text).Replace("{document}", "{ document}", StringComparison.Ordinal);

    [GeneratedRegex(@"<(?=\|[A-Za-z_]+\|>|/?(?:think|tool_call|tool_response|s)>)", RegexOptions.CultureInvariant)]
    private static partial Regex SpecialToken();
}
