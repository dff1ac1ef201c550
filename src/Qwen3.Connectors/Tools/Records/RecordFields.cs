using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tools.Records;

/// <summary>Reads the properties of a record: of a JSON object, a dictionary or a .NET object.</summary>
internal static class RecordFields
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> s_marked = new();

    /// <returns>Empty if the value has no properties.</returns>
    /// <exception cref="InvalidOperationException">The options can't read the type of the record.</exception>
    public static IReadOnlyList<RecordField> Of(object record, JsonSerializerOptions options) => record switch
    {
        JsonElement element => OfJson(element),
        JsonNode node => OfJson(JsonText.Parse(JsonText.RawOf(node))),
        IDictionary<string, object?> dictionary => [.. dictionary.Select(pair => OfValue(pair.Key, pair.Value, pair.Value is null))],
        _ => OfObject(record, options),
    };

    private static RecordField[] OfJson(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? [.. element.EnumerateObject().Select(
            property => OfValue(JsonText.NameOf(property), property.Value, property.Value.ValueKind == JsonValueKind.Null))]
        : [];

    private static RecordField[] OfObject(object record, JsonSerializerOptions options)
    {
        RecordField[] marked = s_marked.GetOrAdd(record.GetType(), FindMarked) is { } property ? [OfMarked(property, record)] : [];
        if (!options.TryGetTypeInfo(record.GetType(), out var type))
        {
            return marked.Length > 0 ? marked : throw UnknownType(record);
        }

        return type.Kind == JsonTypeInfoKind.Object
            ? [.. marked, .. type.Properties.Where(property => property.Get is not null).Select(property => OfProperty(property, record))]
            : OfJson(JsonSerializer.SerializeToElement(record, type));
    }

    private static RecordField OfMarked(PropertyInfo property, object record)
    {
        var text = property.GetValue(record)?.ToString();
        return new(property.Name, text, text is null, Mark: TextPropertyRule.MarkOf(property));
    }

    private static RecordField OfProperty(JsonPropertyInfo property, object record)
    {
        var value = property.Get!(record);
        return OfValue(property.Name, value, value is null && property.PropertyType == typeof(string));
    }

    private static RecordField OfValue(string name, object? value, bool isNull) => value switch
    {
        string text => new(name, text),
        JsonElement { ValueKind: JsonValueKind.String } text => new(name, JsonText.ReadString(text)),
        JsonElement { ValueKind: JsonValueKind.Object } => new(name, null, Nested: value),
        null or JsonElement or JsonValue or JsonArray => new(name, null, isNull),
        JsonObject or IDictionary<string, object?> => new(name, null, Nested: value),
        IEnumerable or ValueType or Delegate or Type => new(name, null),
        _ => new(name, null, Nested: value),
    };

    private static InvalidOperationException UnknownType(object record) => new(
        $"{nameof(ResultRerankingOptions.SerializerOptions)} can't read a result of the search, which is a {record.GetType()}. "
        + $"Set {nameof(ResultRerankingOptions)}.{nameof(ResultRerankingOptions.TextSelector)}, or serializer options that know the type.");

    [UnconditionalSuppressMessage(
        "Trimming", "IL2070", Justification = "If a marked property was trimmed, the text is found like that of any record.")]
    private static PropertyInfo? FindMarked(Type type) => type.GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0 && TextPropertyRule.MarkOf(property) != TextMark.None)
        .MinBy(TextPropertyRule.MarkOf);
}
