using System.Globalization;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Numbers as SQLite's JSON functions read them.</summary>
internal static class JsonNumber
{
    /// <summary>Writes a finite number with a fraction or an exponent: SQLite reads digits alone as an integer.</summary>
    public static string Write(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
