using System.Text;
using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>The list of texts that was found in a JSON text.</summary>
/// <param name="Root">The JSON text.</param>
/// <param name="Items">The items of the list; empty if there is nothing to rank.</param>
/// <param name="Edits">What puts items into another order.</param>
internal sealed record JsonReading(JsonElement Root, IReadOnlyList<JsonElement> Items, IReadOnlyList<JsonEdit> Edits)
{
    /// <summary>Gets the reason why a result can't be ranked; null if it can, or if there is nothing to rank.</summary>
    public string? Problem { get; private init; }

    /// <summary>Gets whether there are texts in a result that can't be ranked.</summary>
    public bool HasTexts { get; private init; }

    public bool IsRankable => Items.Count > 0;

    /// <summary>An empty list or an error result: returned as it is, without a report.</summary>
    public static JsonReading Nothing(JsonElement root) => new(root, [], []);

    public static JsonReading NoList(JsonElement root) =>
        new(root, [], []) { Problem = "expected a list of texts or records, or JSON with one such list; found none" };

    public static JsonReading Ambiguous(JsonElement root, string problem) => new(root, [], []) { Problem = problem, HasTexts = true };

    public static JsonReading List(JsonElement root, JsonElement list) => new(root, [.. list.EnumerateArray()], [JsonEdit.Reorder(list)]);

    /// <returns>The JSON text with the items in this order.</returns>
    public byte[] Rebuild(int[] order) => JsonEdit.Apply(Root, Edits, order);

    /// <summary>Converts this reading of a string's content into one of the JSON text that holds the string.</summary>
    public JsonReading Within(JsonElement text, string content)
    {
        if (!IsRankable)
        {
            return this with { Root = text };
        }

        // White space around JSON is no part of its root.
        var start = content.Length - content.TrimStart().Length;
        var (before, after) = (content[..start], content[content.TrimEnd().Length..]);
        return this with
        {
            Root = text,
            Edits = [new(text, order => Encoding.UTF8.GetBytes(JsonText.Quote(before + Encoding.UTF8.GetString(Rebuild(order)) + after)))],
        };
    }
}
