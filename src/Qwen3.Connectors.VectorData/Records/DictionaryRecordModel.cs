using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Records of a dynamic collection.</summary>
internal sealed class DictionaryRecordModel : RecordModel<Dictionary<string, object?>>
{
    private static readonly MethodInfo s_item = typeof(Dictionary<string, object?>).GetProperty("Item")!.GetMethod!;
    private readonly string? _textProperty;

    public DictionaryRecordModel(VectorStoreCollectionDefinition? definition)
    {
        Schema = definition is null ? null : RecordSchema.Of(definition, _ => null);
        _textProperty = Schema is null ? null : TextPropertyName.Find(Schema.Data);
    }

    public override RecordSchema? Schema { get; }

    public override string? FindTextProperty(Dictionary<string, object?> record) => Schema is not null
        ? _textProperty
        : TextPropertyName.Find(record.Select(pair => new DataProperty(pair.Key, pair.Value is string, IsFullTextIndexed: false, TextMark.None)));

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
        return Expression.Lambda<Func<Dictionary<string, object?>, object?>>(Expression.Call(record, s_item, Expression.Constant(name)), record);
    }
}
