using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Reads what the answers of several protocols have in common.</summary>
internal static class JsonAnswer
{
    public static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    /// <summary>Returns null where a step of the path is missing, or its end is not a whole number above 0: some servers always report
    /// 0.</summary>
    public static int? FindCount(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!TryGet(element, name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var count) && count > 0 ? count : null;
    }

    public static string? FindText(JsonElement element, string name) =>
        TryGet(element, name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static JsonElement RequireArray(JsonElement element, string name) =>
        TryGet(element, name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value
            : throw new AnswerFormatException($"no list '{name}'", $"a list '{name}'");

    /// <summary>Returns the element's index, or its place where the server sends none and the order is that of the texts.</summary>
    private static int ReadIndex(JsonElement element, int place, bool isOrdered) =>
        !TryGet(element, "index", out var value)
            ? isOrdered ? place : throw new AnswerFormatException("an element without an index", "the index of a text")
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) ? index
        : throw new AnswerFormatException("an index that is not a whole number", "the index of a text");

    public static double ReadNumber(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.Null => double.NaN,
        _ => throw new AnswerFormatException($"a {element.ValueKind}", "a number"),
    };

    public static float[] ReadRow(JsonElement row)
    {
        if (row.ValueKind == JsonValueKind.String)
        {
            return Base64Row.Decode(row);
        }

        // A row of nulls, or null in place of a row, is how servers write NaN in JSON.
        if (row.ValueKind != JsonValueKind.Array)
        {
            return row.ValueKind == JsonValueKind.Null
                ? [float.NaN]
                : throw new AnswerFormatException($"a {row.ValueKind} in place of an embedding", "a list of numbers");
        }

        // llama-server's own route has a list of rows, of which pooled ones have one.
        if (row.GetArrayLength() == 1 && row[0].ValueKind == JsonValueKind.Array)
        {
            row = row[0];
        }

        var values = new float[row.GetArrayLength()];
        var i = 0;
        foreach (var value in row.EnumerateArray())
        {
            values[i++] = (float)ReadNumber(value);
        }

        return values;
    }

    /// <summary>Puts results at the index that they name, each index once.</summary>
    /// <param name="list">The results.</param>
    /// <param name="count">How many there must be.</param>
    /// <param name="noun">What they are, for messages.</param>
    /// <param name="isOrdered">Whether results without an index are in the order of the texts; scores are sorted, so that they are
    /// not.</param>
    /// <param name="read">Reads a result.</param>
    public static T[] Arrange<T>(JsonElement list, int count, string noun, bool isOrdered, Func<JsonElement, T> read)
    {
        if (list.GetArrayLength() != count)
        {
            throw new AnswerFormatException($"{list.GetArrayLength()} {noun}", $"{count}, one per text");
        }

        var results = new T[count];
        var isSet = new bool[count];
        var place = 0;
        foreach (var element in list.EnumerateArray())
        {
            var index = ReadIndex(element, place++, isOrdered);
            var isKnown = index >= 0 && index < count;
            if (!isKnown || isSet[index])
            {
                throw new AnswerFormatException(isKnown ? $"index {index} twice" : $"index {index}", $"each of 0 to {count - 1} once");
            }

            isSet[index] = true;
            results[index] = read(element);
        }

        return results;
    }
}
