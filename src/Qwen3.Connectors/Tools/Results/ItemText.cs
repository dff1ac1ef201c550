using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Finds the text of a search result.</summary>
internal sealed class ItemText(ResultRerankingOptions options)
{
    private static readonly string[] s_commonNames = ["Text", "Content", "Value", "Chunk", "Passage", "Snippet", "Body"];

    /// <exception cref="InvalidOperationException">There is no text.</exception>
    public string Of(object? item, int index) => (item is null ? null : options.TextSelector is { } selector ? selector(item) : Find(item)) ?? throw new InvalidOperationException(
        $"Result {index} of the search has no text that can be reranked: {Expected}. "
        + $"Set {nameof(ResultRerankingOptions)}.{nameof(options.TextProperty)} or {nameof(options.TextSelector)}.");

    public string? Find(object item) => item switch
    {
        string text => text,
        JsonElement element => Find(element),
        TextContent content => content.Text,
        _ => Find(ToJson(item)),
    };

    private string Expected => options.TextSelector is not null ? $"{nameof(options.TextSelector)} gave null for it"
        : options.TextProperty is { } name ? $"expected a string property '{name}'"
        : $"expected a string, or a string property named {string.Join(", ", s_commonNames)}, or a single string property";

    private string? Find(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString(),
        JsonValueKind.Object => options.TextProperty is { } name ? Property(item, name) : FindByConvention(item),
        _ => null,
    };

    private static string? FindByConvention(JsonElement item)
    {
        foreach (var name in s_commonNames)
        {
            if (Property(item, name) is { } text)
            {
                return text;
            }
        }

        // Vector stores wrap what they found: { "record": { ... }, "score": 0.8 }.
        return Only(item, JsonValueKind.String) is { } value ? value.GetString()
            : Only(item, JsonValueKind.Object) is { } record ? FindByConvention(record)
            : null;
    }

    private static string? Property(JsonElement item, string name)
    {
        foreach (var property in item.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String && property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value.GetString();
            }
        }

        return null;
    }

    /// <summary>The only property of a kind; null where there is none or more.</summary>
    private static JsonElement? Only(JsonElement item, JsonValueKind kind)
    {
        var values = item.EnumerateObject().Where(property => property.Value.ValueKind == kind).Select(property => property.Value).Take(2).ToArray();
        return values is [var value] ? value : null;
    }

    private JsonElement ToJson(object item)
    {
        try
        {
            return JsonSerializer.SerializeToElement(item, options.SerializerOptions.GetTypeInfo(item.GetType()));
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidOperationException(
                $"A result of the search is a {item.GetType()}, whose properties {nameof(ResultRerankingOptions)}.{nameof(options.SerializerOptions)} can't read. "
                + $"Set {nameof(options.TextSelector)}, or options that know the type.",
                exception);
        }
    }
}
