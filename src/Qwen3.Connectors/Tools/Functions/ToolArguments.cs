using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tools.Functions;

/// <summary>
/// Reads the arguments of a function call: .NET values, JSON, or JSON in a string. Models quote lists and numbers, and Semantic Kernel
/// converts all arguments to strings.
/// </summary>
internal static class ToolArguments
{
    /// <exception cref="ArgumentException">The argument is missing or not a string.</exception>
    public static string RequireText(AIFunctionArguments arguments, string name) =>
        Value(arguments, name) as string ?? throw Wrong(arguments, name, "a string");

    /// <exception cref="ArgumentException">The argument is missing or not one of the choices.</exception>
    public static string RequireChoice(AIFunctionArguments arguments, string name, string[] choices) =>
        choices.FirstOrDefault(choice => choice.Equals(Value(arguments, name) as string, StringComparison.OrdinalIgnoreCase))
        ?? throw Wrong(arguments, name, $"one of {string.Join(", ", choices)}");

    /// <exception cref="ArgumentException">The argument is missing or not a list of strings.</exception>
    public static string[] RequireTexts(AIFunctionArguments arguments, string name)
    {
        var value = Value(arguments, name);
        var list = value is string json ? ParseList(json) : value as IEnumerable;
        object?[] items = [.. list?.Cast<object?>().Select(Convert) ?? []];
        return list is not null && items.All(item => item is string)
            ? [.. items.OfType<string>()]
            : throw Wrong(arguments, name, "a list of strings");
    }

    /// <returns>Null if the argument is missing or null.</returns>
    /// <exception cref="ArgumentException">The argument is not a whole number of 1 or more.</exception>
    public static int? ReadCount(AIFunctionArguments arguments, string name)
    {
        var value = Value(arguments, name);
        if (value is null or "null")
        {
            return null;
        }

        return ToNumber(value) is { } number and >= 1 and <= int.MaxValue && decimal.IsInteger(number)
            ? (int)number
            : throw Wrong(arguments, name, "a whole number, 1 or more");
    }

    /// <summary>Parses a list in a string, or in a string within it: a call that is serialised twice quotes a list twice.</summary>
    private static IEnumerable? ParseList(string json, bool isQuoted = false) =>
        !JsonText.TryParse(json, out var element) ? null
        : element.ValueKind == JsonValueKind.Array ? Convert(element) as IEnumerable
        : element.ValueKind == JsonValueKind.String && !isQuoted ? ParseList(JsonText.ReadString(element), isQuoted: true)
        : null;

    /// <summary>Reads numbers such as 2, 2.0, 1e1 and "2".</summary>
    private static decimal? ToNumber(object value) => value switch
    {
        float or double => Parse(System.Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal =>
            System.Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        JsonElement { ValueKind: JsonValueKind.Number } element => Parse(JsonText.RawOf(element)),
        string text => Parse(text),
        _ => null,
    };

    private static decimal? Parse(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;

    private static object? Value(AIFunctionArguments arguments, string name) =>
        arguments.TryGetValue(name, out var value) ? Convert(value) : null;

    /// <summary>Converts JSON strings and lists into .NET ones. Everything else stays as it is.</summary>
    private static object? Convert(object? value) => value switch
    {
        JsonNode node => Convert(JsonText.Parse(JsonText.RawOf(node))),
        JsonElement { ValueKind: JsonValueKind.String } element => JsonText.ReadString(element),
        JsonElement { ValueKind: JsonValueKind.Array } element => element.EnumerateArray().Select(item => Convert(item)).ToArray(),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        _ => value,
    };

    /// <summary>Names the arguments, never their values.</summary>
    private static ArgumentException Wrong(AIFunctionArguments arguments, string name, string expected) => new(
        $"The function's argument '{name}' is "
        + (arguments.TryGetValue(name, out var value) ? value is null ? "null" : "of another kind" : "missing")
        + $"; expected {expected}. It was called with: {string.Join(", ", arguments.Keys)}.",
        nameof(arguments));
}
