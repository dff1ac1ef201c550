using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>
/// Reads the result of an MCP tool: <c>content</c> is a list of blocks, of text or other types, and <c>structuredContent</c> repeats the
/// result as JSON. Both are changed alike. A single block of text has JSON; of several blocks each is an item.
/// </summary>
internal static class McpResult
{
    private static readonly HashSet<string> s_blockTypes = ["text", "image", "audio", "resource", "resource_link"];

    public static bool IsMatch(JsonElement result) => Find(result, "structuredContent") is not null
        || (Find(result, "content") is { ValueKind: JsonValueKind.Array } content && content.GetArrayLength() > 0 && IsContent(content));

    public static bool IsError(JsonElement result) => result.EnumerateObject().Any(
        property => property.Value.ValueKind == JsonValueKind.True
            && JsonText.NameOf(property).ToUpperInvariant() is "ISERROR" or "IS_ERROR");

    /// <summary>Whether a list has content blocks.</summary>
    public static bool IsContent(JsonElement list) =>
        list.EnumerateArray().All(block => TypeOf(block) is { } type && s_blockTypes.Contains(type));

    public static JsonReading Read(JsonElement result)
    {
        var content = Find(result, "content") is { ValueKind: JsonValueKind.Array } blocks && IsContent(blocks)
            ? ReadContent(blocks)
            : JsonReading.Nothing(result);
        var structured = Find(result, "structuredContent") is { } value ? JsonResult.Read(value) : JsonReading.Nothing(result);
        if (content.HasTexts || structured.HasTexts)
        {
            return (content.HasTexts ? content : structured) with { Root = result };
        }

        var hasTextBlocks = content.IsRankable || content.Problem is not null;
        return (content.IsRankable, structured.IsRankable) switch
        {
            (true, true) when SameItems.Match(structured.Items, content.Items) is { } matches =>
                structured with { Root = result, Edits = [.. content.Edits.Select(edit => edit.By(matches)), .. structured.Edits] },
            (_, true) when hasTextBlocks => JsonReading.Ambiguous(
                result, "expected the same list of texts in 'content' and 'structuredContent'"),
            (_, true) => structured with { Root = result },
            _ => content with { Root = result },
        };
    }

    public static JsonReading ReadContent(JsonElement blocks)
    {
        var texts = blocks.EnumerateArray()
            .Select((block, index) => (Text: TextOf(block), Index: index))
            .Where(block => block.Text is not null)
            .ToArray();
        return texts switch
        {
            [] => JsonReading.Nothing(blocks),
            [var only] => JsonResult.ReadString(only.Text!.Value) with { Root = blocks },
            _ => new(
                blocks,
                [.. texts.Select(block => block.Text!.Value)],
                [JsonEdit.Reorder(blocks, [.. texts.Select(block => block.Index)])]),
        };
    }

    private static string? TypeOf(JsonElement block) =>
        block.ValueKind == JsonValueKind.Object && (Find(block, "type") ?? Find(block, "$type")) is { ValueKind: JsonValueKind.String } type
            ? JsonText.ReadString(type)
            : null;

    private static JsonElement? TextOf(JsonElement block) =>
        Find(block, "text") is { ValueKind: JsonValueKind.String } text ? text
        : Find(block, "resource") is { ValueKind: JsonValueKind.Object } resource
            && Find(resource, "text") is { ValueKind: JsonValueKind.String } embedded ? embedded
        : null;

    private static JsonElement? Find(JsonElement value, string name)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (JsonText.NameOf(property) == name)
            {
                return property.Value;
            }
        }

        return null;
    }
}
