using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Qwen3.Connectors.Cli.Mcp;

/// <summary>Reads the arguments of a call. Models quote numbers and lists, and write <c>2.0</c> for 2; these are read too.</summary>
internal sealed class ToolArguments(CallToolRequestParams? call)
{
    /// <summary>Characters of a text: more than the context of any model.</summary>
    public const int MaxCharacters = 200_000;

    /// <summary>Texts of a list.</summary>
    public const int MaxTexts = 256;

    /// <exception cref="ToolArgumentException">The argument is missing, empty, too long or not a string.</exception>
    public string RequireText(string name) => ReadText(name) ?? throw Wrong(name, "a string that is not empty");

    /// <returns>Null if the argument is missing or null.</returns>
    /// <exception cref="ToolArgumentException">The argument is empty, too long or not a string.</exception>
    public string? ReadText(string name) => Find(name) is { } value ? TextOf(name, value) : null;

    /// <exception cref="ToolArgumentException">The argument is missing, or not a list of 1 to <see cref="MaxTexts"/> texts.</exception>
    public string[] RequireTexts(string name) =>
        ReadTexts(name) is { Length: > 0 } texts ? texts : throw Wrong(name, $"a list of 1 to {MaxTexts} strings");

    /// <returns>An empty list if the argument is missing or null.</returns>
    /// <exception cref="ToolArgumentException">The argument is not a list of at most <see cref="MaxTexts"/> texts.</exception>
    public string[] ReadTexts(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        var list = value.ValueKind == JsonValueKind.String ? Parse(value.GetString()!) : value;
        return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= MaxTexts
            ? [.. list.EnumerateArray().Select(item => TextOf(name, item))]
            : throw Wrong(name, $"a list of at most {MaxTexts} strings");
    }

    /// <returns>Null if the argument is missing or null.</returns>
    /// <exception cref="ToolArgumentException">The argument is not a whole number in the range.</exception>
    public int? ReadNumber(string name, int minimum, int maximum)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.IsInteger(number) && number >= minimum && number <= maximum
                ? (int)number
                : throw Wrong(name, $"a whole number from {minimum} to {maximum}");
    }

    /// <returns>Null if the argument is missing or null.</returns>
    /// <exception cref="ToolArgumentException">The argument is none of the choices.</exception>
    public string? ReadChoice(string name, params string[] choices) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && choices.Contains(value.GetString(), StringComparer.OrdinalIgnoreCase)
            ? value.GetString()!.ToLowerInvariant()
            : throw Wrong(name, string.Join(" or ", choices));

    private JsonElement? Find(string name) =>
        call?.Arguments is { } arguments && arguments.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static string TextOf(string name, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxCharacters } text
                ? text
                : throw Wrong(name, $"strings of 1 to {MaxCharacters} characters");
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "strings without half of a surrogate pair");
        }
    }

    private static JsonElement Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ToolArgumentException Wrong(string name, string expected) =>
        new($"The argument '{name}' is not valid: expected {expected}.");
}
