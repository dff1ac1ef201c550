using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tools.Records;

/// <summary>Reads the texts of search results.</summary>
internal sealed class RecordTextReader(ResultRerankingOptions options)
{
    // Vector stores wrap records, such as { "record": { ... }, "score": 0.8 }.
    private const int MaxNesting = 4;

    /// <returns>The texts in order; null for a record whose text is null or absent.</returns>
    /// <exception cref="InvalidOperationException">
    /// It is ambiguous which property of a record is its text, or no record has a text.
    /// </exception>
    public string?[] ReadAll(IReadOnlyList<object?> records)
    {
        var texts = records.Select(Read).ToArray();
        return texts.Any(text => text is not null) ? texts : throw NoText(0);
    }

    private string? Read(object? record, int index) => record is null ? null
        : options.TextSelector is { } selector ? selector(record)
        : TryFind(record is JsonNode node ? JsonText.Parse(JsonText.RawOf(node)) : record, out var text) ? text
        : throw NoText(index);

    /// <returns>False if the record has strings, and none of them is known to be its text.</returns>
    private bool TryFind(object record, out string? text)
    {
        text = record switch
        {
            string value => value,
            JsonElement { ValueKind: JsonValueKind.String } element => JsonText.ReadString(element),
            TextContent content => content.Text,
            _ => null,
        };
        if (text is not null || record is string or TextContent or JsonElement { ValueKind: JsonValueKind.Null })
        {
            return true;
        }

        return record is not JsonElement { ValueKind: not JsonValueKind.Object } && TryFindProperty(Levels(record), out text);
    }

    private bool TryFindProperty(List<IReadOnlyList<RecordField>> levels, out string? text)
    {
        if (options.TextProperty is { } name)
        {
            var level = levels.FirstOrDefault(fields => fields.Any(field => IsNamed(field, name))) ?? [];
            var named = level.FirstOrDefault(field => IsNamed(field, name) && field.Text is not null);
            text = named.Text;
            return text is not null || !level.Any(field => IsNamed(field, name) && !field.IsNull);
        }

        foreach (var fields in levels)
        {
            if (TextPropertyRule.FindKnown(Properties(fields, isNull: false)) is { } known)
            {
                text = fields.First(field => field.Name == known && field.Text is not null).Text;
                return true;
            }

            if (TextPropertyRule.FindKnown(Properties(fields, isNull: true)) is not null)
            {
                text = null;
                return true;
            }
        }

        text = levels
            .SelectMany(fields => fields.Where(field => TextPropertyRule.FindOnly(Properties(fields, isNull: false)) == field.Name))
            .Select(field => field.Text)
            .FirstOrDefault(value => value is not null);
        return text is not null || !levels.Any(fields => fields.Any(field => field.Text is not null));
    }

    /// <summary>The properties of a record, and of the only object that is nested in it.</summary>
    private List<IReadOnlyList<RecordField>> Levels(object record)
    {
        var levels = new List<IReadOnlyList<RecordField>>();
        for (object? current = record; current is not null && levels.Count < MaxNesting;)
        {
            var fields = RecordFields.Of(current, options.SerializerOptions);
            levels.Add(fields);
            current = fields.Where(field => field.Nested is not null).Take(2).ToArray() is [var only] ? only.Nested : null;
        }

        return levels;
    }

    private static bool IsNamed(RecordField field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<RecordProperty> Properties(IEnumerable<RecordField> fields, bool isNull) =>
        fields.Select(field => new RecordProperty(field.Name, isNull ? field.IsNull : field.Text is not null, Mark: field.Mark));

    private InvalidOperationException NoText(int index) => new(
        $"Result {index} of the search has no text that can be reranked: {Expected}. "
        + $"Set {nameof(ResultRerankingOptions)}.{nameof(options.TextProperty)} or {nameof(options.TextSelector)}.");

    private string Expected => options.TextSelector is not null ? $"{nameof(options.TextSelector)} returned null for every result"
        : options.TextProperty is { } name ? $"expected a string property '{name}'"
        : TextPropertyRule.Expected;
}
