using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Finds which items of two lists are the same result, such as of the two contents of an MCP result.</summary>
internal static class SameItems
{
    /// <summary>Matches each item with one of another list.</summary>
    /// <returns>The index in <paramref name="others"/> of each item; null where the lists have different items.</returns>
    public static int[]? Match(IReadOnlyList<JsonElement> items, IReadOnlyList<JsonElement> others)
    {
        if (items.Count != others.Count)
        {
            return null;
        }

        var matches = new int[items.Count];
        var free = new SortedSet<int>(Enumerable.Range(0, others.Count));
        for (var i = 0; i < matches.Length; i++)
        {
            // The item at the same place first: lists with equal items are most often in the same order.
            var match = free.Contains(i) && AreSame(items[i], others[i])
                ? i
                : free.Select(other => (int?)other).FirstOrDefault(other => AreSame(items[i], others[other!.Value]));
            if (match is null)
            {
                return null;
            }

            matches[i] = match.Value;
            free.Remove(match.Value);
        }

        return matches;
    }

    /// <summary>Equal JSON, also as JSON in a string; or a text that the other has or contains.</summary>
    private static bool AreSame(JsonElement item, JsonElement other)
    {
        var (left, right) = (Parse(item), Parse(other));
        return JsonElement.DeepEquals(left, right) || Contains(left, right) || Contains(right, left);
    }

    /// <summary>Whether a text is one of an item's texts, such as its title, or contains the longest of them.</summary>
    private static bool Contains(JsonElement text, JsonElement item)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var whole = JsonText.ReadString(text);
        var texts = TextsOf(item).ToArray();
        return texts.Contains(whole)
            || (texts.MaxBy(part => part.Length) is { Length: > 0 } longest && whole.Contains(longest, StringComparison.Ordinal));
    }

    private static JsonElement Parse(JsonElement item) =>
        item.ValueKind == JsonValueKind.String && JsonText.TryParse(JsonText.ReadString(item), out var json) ? json : item;

    private static IEnumerable<string> TextsOf(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => [JsonText.ReadString(item)],
        JsonValueKind.Object => item.EnumerateObject().SelectMany(property => TextsOf(property.Value)),
        _ => [],
    };
}
