using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Finds the list of texts in a JSON result: a list, an object with one, or a string with either.</summary>
internal static class JsonResult
{
    private const int MaxNesting = 4;

    public static JsonReading Read(JsonElement root, int nesting = 0) => root.ValueKind switch
    {
        JsonValueKind.Array => ReadList(root),
        JsonValueKind.Object => ReadObject(root, nesting),
        JsonValueKind.String => ReadString(root),
        JsonValueKind.Null => JsonReading.Nothing(root),
        _ => JsonReading.NoList(root),
    };

    /// <summary>Reads JSON in a string.</summary>
    public static JsonReading ReadString(JsonElement text)
    {
        var content = JsonText.ReadString(text);
        return JsonText.TryParse(content, out var json) ? Read(json).Within(text, content) : JsonReading.NoList(text);
    }

    private static JsonReading ReadList(JsonElement list) =>
        list.GetArrayLength() == 0 ? JsonReading.Nothing(list)
        : McpResult.IsContent(list) ? McpResult.ReadContent(list)
        : JsonReading.List(list, JsonLists.IsNested(list) ? list[0] : list) with { Root = list };

    private static JsonReading ReadObject(JsonElement envelope, int nesting)
    {
        if (McpResult.IsError(envelope))
        {
            return JsonReading.Nothing(envelope);
        }

        if (McpResult.IsMatch(envelope))
        {
            return McpResult.Read(envelope);
        }

        var reading = JsonLists.Read(envelope);
        return reading.IsRankable || reading.HasTexts || nesting == MaxNesting ? reading : ReadNested(envelope, reading, nesting + 1);
    }

    /// <summary>Reads the only property that has a list of texts, such as <c>{ "data": { "results": [...] } }</c>.</summary>
    private static JsonReading ReadNested(JsonElement envelope, JsonReading none, int nesting)
    {
        var found = envelope.EnumerateObject()
            .Where(property => property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.String)
            .Select(property => Read(property.Value, nesting))
            .Where(reading => reading.IsRankable || reading.HasTexts)
            .Take(2)
            .ToArray();
        return found switch
        {
            [var only] => only with { Root = envelope },
            [_, _] => JsonReading.Ambiguous(envelope, "found several objects with lists of texts, expected one"),
            _ => none,
        };
    }
}
