using System.Globalization;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Decimals as texts that sort as the numbers do. SQLite's own numbers would round them to 15 digits.</summary>
/// <remarks>
/// A sign that sorts (n before p), 29 digits, a point, 28 digits. The digits of negative numbers are subtracted from 9, so that a larger
/// magnitude sorts first. Trailing zeros of a decimal are not kept: 1.10 is stored as 1.1.
/// </remarks>
internal static class DecimalText
{
    private const string Format = "00000000000000000000000000000.0000000000000000000000000000";

    public static string Write(decimal value)
    {
        var digits = decimal.Abs(value).ToString(Format, CultureInfo.InvariantCulture);
        return value < 0 ? $"n{Complement(digits)}" : $"p{digits}";
    }

    public static decimal Read(string text)
    {
        var digits = text[0] == 'n' ? Complement(text[1..]) : text[1..];
        var value = decimal.Parse(digits.TrimEnd('0'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return text[0] == 'n' ? -value : value;
    }

    private static string Complement(string digits) =>
        string.Create(digits.Length, digits, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] == '.' ? '.' : (char)('0' + '9' - source[i]);
            }
        });
}
