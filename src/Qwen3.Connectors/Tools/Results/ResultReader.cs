using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Reads search results of all kinds as lists of items.</summary>
internal static class ResultReader
{
    public static ResultReading Read(object? result, JsonSerializerOptions options) => result switch
    {
        null => ResultReading.Nothing(null),
        JsonElement { ValueKind: JsonValueKind.Undefined } => ResultReading.Nothing(result),
        JsonElement element => ResultReading.Of(JsonResult.Read(element), element, json => JsonElement.Parse(json)),
        JsonNode node => OfNode(node),
        string text => OfText(text, text, json => json),
        AIContent content => ContentResult.Read(content),
        IEnumerable<AIContent> contents => ContentResult.Read(contents),
        Array array => array.Rank == 1 && !array.GetType().GetElementType()!.IsPrimitive ? OfArray(array) : ResultReading.NoList(array),
        IEnumerable<string> strings => OfStrings(strings),
        IDictionary => ResultReading.NoList(result),
        IEnumerable items => OfItems(items),
        _ when McpObject.IsMatch(result) => McpObject.Read(result, options),
        _ => ResultReading.NoList(result),
    };

    /// <summary>Reads text that may be JSON.</summary>
    /// <param name="original">The result.</param>
    /// <param name="text">Its text.</param>
    /// <param name="convert">Converts the reranked text into a result of the original's kind.</param>
    public static ResultReading OfText(object original, string text, Func<string, object?> convert)
    {
        if (!JsonText.TryParse(text, out var json))
        {
            return ResultReading.NoList(original);
        }

        // White space around JSON is no part of its root.
        var (before, after) = (text[..(text.Length - text.TrimStart().Length)], text[text.TrimEnd().Length..]);
        return ResultReading.Of(JsonResult.Read(json), original, reranked => convert(before + Encoding.UTF8.GetString(reranked) + after));
    }

    private static ResultReading OfNode(JsonNode node)
    {
        try
        {
            return OfText(node, JsonText.RawOf(node), json => JsonNode.Parse(json));
        }
        catch (InvalidOperationException)
        {
            return ResultReading.NoList(node) with { Problem = "the name of a property is not valid UTF-16", HasTexts = true };
        }
    }

    private static ResultReading OfArray(Array array) => new(array, [.. array.Cast<object?>()], order => Pick(array, order));

    private static Array Pick(Array array, int[] order)
    {
        var picked = Array.CreateInstanceFromArrayType(array.GetType(), order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            picked.SetValue(array.GetValue(order[i]), i);
        }

        return picked;
    }

    private static ResultReading OfStrings(IEnumerable<string> strings)
    {
        var items = strings.ToList();
        return new(strings is IReadOnlyCollection<string> ? strings : items, [.. items], order => order.Select(i => items[i]).ToList());
    }

    private static ResultReading OfItems(IEnumerable sequence)
    {
        var items = sequence.Cast<object?>().ToList();
        var unchanged = sequence is ICollection ? sequence : TypedList.Of(sequence, items);
        return new(unchanged, items, order => TypedList.Of(sequence, order.Select(i => items[i])));
    }
}
