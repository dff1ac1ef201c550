using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>A search result as a list of items, and the way back.</summary>
/// <param name="Items">The items in the search's order.</param>
/// <param name="Rebuild">Gives a result of the same kind with the items at these indices, in this order.</param>
/// <param name="Unchanged">The result as it was; a sequence that can be read only once as the list that was read from it.</param>
internal sealed record ResultShape(IReadOnlyList<object?> Items, Func<int[], object?> Rebuild, object? Unchanged)
{
    /// <returns>Null where the result is no list.</returns>
    public static ResultShape? Read(object? result) => result switch
    {
        null => null,
        JsonElement element => OfJson(element),
        JsonNode node => Converted(node, node.ToJsonString(), text => JsonNode.Parse(text)),
        string text => Converted(text, text, json => json),
        Array { Rank: 1 } array => OfArray(array),
        IEnumerable<string> strings => OfStrings(strings),
        IDictionary => null,
        IEnumerable items => OfItems(items),
        _ => null,
    };

    private static ResultShape? OfJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                var items = element.EnumerateArray().ToArray();
                return new([.. items.Cast<object?>()], order => JsonText.Build(writer => WriteArray(writer, items, order)), element);
            case JsonValueKind.Object:
                return OfObject(element);
            case JsonValueKind.String:
                return Converted(element, element.GetString()!, json => JsonText.Build(writer => writer.WriteStringValue(json)));
            default:
                return null;
        }
    }

    /// <summary>An envelope such as <c>{ "results": [...], "count": 3 }</c>: the only list of strings or objects in it is what was found.</summary>
    private static ResultShape? OfObject(JsonElement envelope)
    {
        var lists = envelope.EnumerateObject().Where(property => IsListOfTexts(property.Value)).ToArray();
        if (lists is not [var list])
        {
            return null;
        }

        var inner = OfJson(list.Value)!;
        return new(inner.Items, order => JsonText.Build(writer => WriteEnvelope(writer, envelope, list.Name, (JsonElement)inner.Rebuild(order)!)), envelope);
    }

    private static bool IsListOfTexts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Object);

    /// <summary>JSON in another form; text that is not JSON is no list.</summary>
    private static ResultShape? Converted(object original, string json, Func<string, object?> convertBack)
    {
        if (json.AsSpan().TrimStart() is not ['[' or '{', ..])
        {
            return null;
        }

        JsonElement element;
        try
        {
            element = JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }

        return OfJson(element) is { } shape ? shape with { Rebuild = order => convertBack(((JsonElement)shape.Rebuild(order)!).GetRawText()), Unchanged = original } : null;
    }

    private static ResultShape OfArray(Array array) => new([.. array.Cast<object?>()], order => Pick(array, order), array);

    private static Array Pick(Array array, int[] order)
    {
        var picked = Array.CreateInstanceFromArrayType(array.GetType(), order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            picked.SetValue(array.GetValue(order[i]), i);
        }

        return picked;
    }

    private static ResultShape OfStrings(IEnumerable<string> strings)
    {
        var items = strings.ToList();
        return new([.. items], order => order.Select(i => items[i]).ToList(), strings is IReadOnlyCollection<string> ? strings : items);
    }

    private static ResultShape OfItems(IEnumerable sequence)
    {
        var items = sequence.Cast<object?>().ToList();
        return new(items, order => TypedList.Of(sequence, order.Select(i => items[i])), sequence is ICollection ? sequence : TypedList.Of(sequence, items));
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonElement[] items, int[] order)
    {
        writer.WriteStartArray();
        foreach (var index in order)
        {
            items[index].WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteEnvelope(Utf8JsonWriter writer, JsonElement envelope, string listName, JsonElement list)
    {
        writer.WriteStartObject();
        foreach (var property in envelope.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            (property.Name == listName ? list : property.Value).WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
