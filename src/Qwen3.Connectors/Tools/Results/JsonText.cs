using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>
/// Reads and writes JSON without changing it. System.Text.Json throws for a surrogate without its pair, such as <c>"\ud83d"</c>, which
/// services return when they truncate texts; here it is read as that character and written as that escape.
/// </summary>
internal static class JsonText
{
    // Escapes cost a language model several tokens per character; the output is not embedded in HTML.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonElement Parse(string json) => JsonElement.Parse(Encoding.UTF8.GetBytes(EscapeLoneSurrogates(json)));

    public static bool TryParse(string json, out JsonElement element)
    {
        try
        {
            element = Parse(json);
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }

    /// <summary>Returns the JSON text of an element.</summary>
    public static string RawOf(JsonElement element) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>Returns the JSON text of a node; of values that were parsed, the text that they were parsed from.</summary>
    /// <exception cref="InvalidOperationException">The name of a property is not valid UTF-16.</exception>
    public static string RawOf(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject properties => $"{{{string.Join(',', properties.Select(property => $"{Quote(property.Key)}:{RawOf(property.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(RawOf))}]",
        JsonValue value when value.TryGetValue<JsonElement>(out var element) => RawOf(element),
        JsonValue value when value.TryGetValue<string>(out var text) => Quote(text),
        _ => node.ToJsonString(),
    };

    public static string ReadString(JsonElement element) => Unescape(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)[1..^1]));

    public static string NameOf(JsonProperty property) => Unescape(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property)));

    /// <summary>Returns a JSON string.</summary>
    [SuppressMessage("Globalization", "CA1305", Justification = "Numbers are written in hexadecimal.")]
    public static string Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append($"\\u{(int)text[i]:x4}"),
                _ when IsLoneSurrogate(text, i) => json.Append($"\\u{(int)text[i]:x4}"),
                var character => json.Append(character),
            };
        }

        return json.Append('"').ToString();
    }

    /// <summary>JSON allows other than ASCII characters in strings only, where an escape means the same.</summary>
    [SuppressMessage("Globalization", "CA1305", Justification = "Numbers are written in hexadecimal.")]
    private static string EscapeLoneSurrogates(string json)
    {
        StringBuilder? escaped = null;
        for (var i = 0; i < json.Length; i++)
        {
            if (IsLoneSurrogate(json, i))
            {
                escaped ??= new StringBuilder(json, 0, i, json.Length + 16);
                escaped.Append($"\\u{(int)json[i]:x4}");
            }
            else
            {
                escaped?.Append(json[i]);
            }
        }

        return escaped?.ToString() ?? json;
    }

    private static bool IsLoneSurrogate(string text, int index) => char.IsSurrogate(text[index])
        && !(char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        && !(char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1]));

    private static string Unescape(string json)
    {
        if (!json.Contains('\\', StringComparison.Ordinal))
        {
            return json;
        }

        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }

            i++;
            text.Append(json[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)int.Parse(json.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var character => character,
            });
            i += json[i] == 'u' ? 4 : 0;
        }

        return text.ToString();
    }
}
