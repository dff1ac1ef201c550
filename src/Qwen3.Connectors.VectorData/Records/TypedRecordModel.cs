using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Tools.Records;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Reads records of a class.</summary>
internal sealed class TypedRecordModel<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>
    : RecordModel<TRecord>
    where TRecord : class
{
    private readonly PropertyInfo[] _members = typeof(TRecord).GetProperties(BindingFlags.Instance | BindingFlags.Public);
    private readonly string? _textProperty;

    public TypedRecordModel(VectorStoreCollectionDefinition? definition)
    {
        Schema = definition is null ? RecordSchema.Of(typeof(TRecord)) : RecordSchema.Of(definition, FindMember);
        _textProperty = TextPropertyRule.Find(Schema.Data);
    }

    public override RecordSchema Schema { get; }

    public override string? FindTextProperty(TRecord record) => _textProperty;

    public override bool TryRead(TRecord record, string name, out object? value)
    {
        var member = FindMember(name);
        value = member?.GetValue(record);
        return member is not null;
    }

    public override Expression<Func<TRecord, object?>> Select(string name)
    {
        var member = FindMember(name)
            ?? throw new InvalidOperationException(
                $"{typeof(TRecord)} has no property '{name}'; expected the name of one of its vector properties.");
        var record = Expression.Parameter(typeof(TRecord));
        return Expression.Lambda<Func<TRecord, object?>>(Expression.Convert(Expression.Property(record, member), typeof(object)), record);
    }

    private PropertyInfo? FindMember(string name) =>
        Array.Find(_members, member => member.Name == name)
        ?? Array.Find(_members, member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
