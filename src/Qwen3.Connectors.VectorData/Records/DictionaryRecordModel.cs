using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Tools.Records;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Reads records of a dynamic collection.</summary>
internal sealed class DictionaryRecordModel : RecordModel<Dictionary<string, object?>>
{
    private static readonly MethodInfo s_item = typeof(Dictionary<string, object?>).GetProperty("Item")!.GetMethod!;
    private readonly string? _textProperty;

    public DictionaryRecordModel(VectorStoreCollectionDefinition? definition)
    {
        Schema = definition is null ? null : RecordSchema.Of(definition, _ => null);
        _textProperty = Schema is null ? null : TextPropertyRule.Find(Schema.Data);
    }

    public override RecordSchema? Schema { get; }

    public override string? FindTextProperty(Dictionary<string, object?> record)
    {
        if (Schema is not null)
        {
            return _textProperty;
        }

        // Without a definition a null can be of any type: it counts only if its key is a common name.
        RecordProperty[] texts = [.. record.Select(pair => new RecordProperty(pair.Key, pair.Value is string))];
        return TextPropertyRule.FindKnown(texts)
            ?? TextPropertyRule.FindKnown(record.Select(pair => new RecordProperty(pair.Key, pair.Value is null)))
            ?? TextPropertyRule.FindOnly(texts);
    }

    public override bool TryRead(Dictionary<string, object?> record, string name, out object? value)
    {
        if (record.TryGetValue(name, out value))
        {
            return true;
        }

        var key = record.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        value = key is null ? null : record[key];
        return key is not null;
    }

    public override Expression<Func<Dictionary<string, object?>, object?>> Select(string name)
    {
        var record = Expression.Parameter(typeof(Dictionary<string, object?>));
        var value = Expression.Call(record, s_item, Expression.Constant(name));
        return Expression.Lambda<Func<Dictionary<string, object?>, object?>>(value, record);
    }
}
