using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Makes the model of a record type.</summary>
internal static class RecordModel
{
    public static RecordModel<TRecord> For<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(VectorStoreCollectionDefinition? definition)
        where TRecord : class =>
        typeof(TRecord) == typeof(Dictionary<string, object?>)
            ? (RecordModel<TRecord>)(object)new DictionaryRecordModel(definition)
            : new TypedRecordModel<TRecord>(definition);
}

/// <summary>How the properties of records are known and read.</summary>
/// <typeparam name="TRecord">The type of records.</typeparam>
internal abstract class RecordModel<TRecord>
    where TRecord : class
{
    /// <summary>The properties; null for dictionaries of which there is no definition.</summary>
    public abstract RecordSchema? Schema { get; }

    /// <summary>The property that has a record's text where nobody named one; null where there is none.</summary>
    public abstract string? FindTextProperty(TRecord record);

    /// <summary>The value of a property, whose name's case does not matter.</summary>
    /// <returns>False where the record has no such property.</returns>
    public abstract bool TryRead(TRecord record, string name, out object? value);

    /// <summary>A property as options of a search take it.</summary>
    /// <exception cref="InvalidOperationException">There is no such property.</exception>
    public abstract Expression<Func<TRecord, object?>> Select(string name);
}
