using System.Globalization;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Metadata values in words for people.</summary>
internal static class GgufValuePrinter
{
    private const int ShownElements = 8;

    /// <summary>The type, then the value; long texts and arrays end in an ellipsis.</summary>
    public static string Print(GgufValue value)
    {
        if (!value.IsArray)
        {
            return $"{value.TypeName} {(value.Type == GgufValueType.String ? GgufText.Printable(value.Text) : Scalar(value, 0))}";
        }

        var shown = Math.Min(value.Count, ShownElements);
        var elements = value.ElementType == GgufValueType.String ? Strings(value, shown) : Enumerable.Range(0, shown).Select(i => Scalar(value, i));
        return $"{value.TypeName} [{value.Count}] {string.Join(' ', elements)}{(shown < value.Count ? " …" : "")}";
    }

    private static string Scalar(GgufValue value, int index) => value.ElementType switch
    {
        GgufValueType.Bool => value.Bool(index) ? "true" : "false",
        GgufValueType.Float32 or GgufValueType.Float64 => value.Float(index).ToString("G7", CultureInfo.InvariantCulture),
        _ => value.Integer(index).ToString(CultureInfo.InvariantCulture),
    };

    private static string[] Strings(GgufValue value, int shown)
    {
        var strings = new GgufStrings(value with { Count = shown });
        return [.. Enumerable.Range(0, shown).Select(i => GgufText.Printable(strings[i], 20))];
    }
}
