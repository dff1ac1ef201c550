using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>
/// Finds the list of texts among the properties of an object, and the lists that belong to it: in <c>{ "documents": [...], "distances":
/// [...] }</c> the item at an index of each list describes the same result. Lists may be nested in a list of one item per query, as Chroma
/// returns them for one query.
/// </summary>
internal static class JsonLists
{
    // Which list has the texts, if several have strings or objects; best first, without case, '_' and '-'.
    private static readonly string[] s_textLists =
    [
        "documents", "docs", "texts", "passages", "chunks", "snippets", "contents", "content", "results", "result", "hits", "matches",
        "items", "records", "entries", "rows", "data", "values", "value",
    ];

    // Lists that don't have one item per result, even if they are as long. One embedding and one query are lists of numbers.
    private static readonly HashSet<string> s_otherLists =
        ["included", "columns", "fields", "facets", "filters", "warnings", "errors", "messages", "suggestions", "queries", "usage"];

    private const int MaxDepth = 4;

    public static JsonReading Read(JsonElement envelope)
    {
        var lists = envelope.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.Array)
            .Select(property => (Name: Normalize(JsonText.NameOf(property)), property.Value))
            .Where(list => !IsOther(list.Name))
            .ToArray();
        var texts = lists.Where(list => IsTexts(list.Value) || IsNested(list.Value)).ToArray();
        if (texts.Length == 0)
        {
            return lists.Any(list => list.Value.EnumerateArray().Any(IsTexts))
                    ? JsonReading.Ambiguous(envelope, "found several lists of texts in a list, expected one")
                : lists.Any(list => list.Value.GetArrayLength() == 0) ? JsonReading.Nothing(envelope)
                : JsonReading.NoList(envelope);
        }

        return Choose(texts) is { } chosen
            ? ReadParallel(envelope, chosen, [.. lists.Select(list => list.Value), .. NestedLists(envelope, depth: 1)])
            : JsonReading.Ambiguous(
                envelope,
                $"found {texts.Length} lists of texts; "
                + "expected one, or lists of one length of which one has a name such as 'documents' or 'results'");
    }

    /// <summary>Whether a list has one item, which is a list of texts.</summary>
    public static bool IsNested(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 1 && IsTexts(list[0]);

    private static bool IsTexts(JsonElement value) => value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Null)
        && value.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.Null);

    /// <summary>
    /// The only list of texts, or the one with the best name; null if lists of different lengths have such names, or none has.
    /// </summary>
    private static JsonElement? Choose((string Name, JsonElement Value)[] texts)
    {
        if (texts is [var only])
        {
            return only.Value;
        }

        var named = texts.Where(list => s_textLists.Contains(list.Name))
            .OrderBy(list => Array.IndexOf(s_textLists, list.Name))
            .Select(list => list.Value)
            .ToArray();
        return named.Length > 0 && named.All(list => Inner(list).GetArrayLength() == Inner(named[0]).GetArrayLength()) ? named[0] : null;
    }

    private static JsonReading ReadParallel(JsonElement envelope, JsonElement texts, JsonElement[] lists)
    {
        var count = Inner(texts).GetArrayLength();
        var parallel = lists.Select(list => IsNested(texts) ? First(list) : list)
            .Where(list => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == count);
        return new JsonReading(envelope, [.. Inner(texts).EnumerateArray()], [.. parallel.Select(JsonEdit.Reorder)]);
    }

    /// <summary>Lists in objects beside the texts, such as <c>{ "documents": [...], "metadata": { "sources": [...] } }</c>.</summary>
    private static IEnumerable<JsonElement> NestedLists(JsonElement envelope, int depth) => envelope.EnumerateObject()
        .Where(property => property.Value.ValueKind == JsonValueKind.Object && !IsOther(Normalize(JsonText.NameOf(property))))
        .SelectMany(property => property.Value.EnumerateObject()
            .Where(inner => inner.Value.ValueKind == JsonValueKind.Array && !IsOther(Normalize(JsonText.NameOf(inner))))
            .Select(inner => inner.Value)
            .Concat(depth < MaxDepth ? NestedLists(property.Value, depth + 1) : []));

    private static JsonElement Inner(JsonElement texts) => IsNested(texts) ? texts[0] : texts;

    private static JsonElement First(JsonElement list) => list.GetArrayLength() == 1 ? list[0] : default;

    private static bool IsOther(string name) =>
        s_otherLists.Contains(name)
        || name.EndsWith("vector", StringComparison.Ordinal)
        || name.EndsWith("embedding", StringComparison.Ordinal)
        || name.EndsWith("query", StringComparison.Ordinal);

    private static string Normalize(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
