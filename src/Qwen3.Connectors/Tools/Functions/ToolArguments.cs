using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tools.Functions;

/// <summary>Reads a function's arguments, which a model wrote: as .NET values, as JSON, or as JSON in a string, which is what Semantic Kernel makes of all arguments.</summary>
internal static class ToolArguments
{
    /// <exception cref="ArgumentException">The argument is missing or no string.</exception>
    public static string RequireText(AIFunctionArguments arguments, string name) => AsText(Value(arguments, name)) ?? throw Wrong(arguments, name, "a string");

    /// <exception cref="ArgumentException">The argument is missing or none of the choices.</exception>
    public static string RequireChoice(AIFunctionArguments arguments, string name, string[] choices) =>
        choices.FirstOrDefault(choice => choice.Equals(AsText(Value(arguments, name)), StringComparison.OrdinalIgnoreCase))
        ?? throw Wrong(arguments, name, $"one of {string.Join(", ", choices)}");

    /// <exception cref="ArgumentException">The argument is missing or no list of strings.</exception>
    public static string[] RequireTexts(AIFunctionArguments arguments, string name)
    {
        string?[]? texts = Value(arguments, name) switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(item => AsText(item)).ToArray(),
            JsonArray array => [.. array.Select(AsText)],
            string json => ParseTexts(json),
            IEnumerable<string> strings => [.. strings],
            IEnumerable<object?> items => [.. items.Select(AsText)],
            _ => null,
        };
        return texts is not null && !texts.Contains(null) ? [.. texts.OfType<string>()] : throw Wrong(arguments, name, "a list of strings");
    }

    /// <exception cref="ArgumentException">The argument is there and no number of 1 or more.</exception>
    public static int? ReadCount(AIFunctionArguments arguments, string name)
    {
        var value = Value(arguments, name);
        if (value is null or JsonElement { ValueKind: JsonValueKind.Null })
        {
            return null;
        }

        var count = value switch
        {
            int number => number,
            long number and >= 1 and <= int.MaxValue => (int)number,
            JsonElement { ValueKind: JsonValueKind.Number } element when element.TryGetInt32(out var number) => number,
            JsonValue node when node.TryGetValue<int>(out var number) => number,
            string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => 0,
        };
        return count >= 1 ? count : throw Wrong(arguments, name, "a whole number, 1 or more");
    }

    private static string?[]? ParseTexts(string json)
    {
        try
        {
            return JsonElement.Parse(json) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(item => AsText(item))] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object? Value(AIFunctionArguments arguments, string name) => arguments.TryGetValue(name, out var value) ? value : null;

    private static string? AsText(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        JsonValue node when node.TryGetValue<string>(out var text) => text,
        _ => null,
    };

    /// <summary>Names arguments, never their values.</summary>
    private static ArgumentException Wrong(AIFunctionArguments arguments, string name, string expected) => new(
        $"The function's argument '{name}' is {(arguments.TryGetValue(name, out var value) ? value is null ? "null" : "of another kind" : "missing")}; "
        + $"expected {expected}. It was called with: {string.Join(", ", arguments.Keys)}.",
        nameof(arguments));
}
