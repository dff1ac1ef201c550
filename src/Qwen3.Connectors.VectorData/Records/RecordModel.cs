using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Creates the model of a record type.</summary>
internal static class RecordModel
{
    public static RecordModel<TRecord> For<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        VectorStoreCollectionDefinition? definition)
        where TRecord : class =>
        typeof(TRecord) == typeof(Dictionary<string, object?>)
            ? (RecordModel<TRecord>)(object)new DictionaryRecordModel(definition)
            : new TypedRecordModel<TRecord>(definition);
}

/// <summary>Describes and reads the properties of records.</summary>
/// <typeparam name="TRecord">The type of records.</typeparam>
internal abstract class RecordModel<TRecord>
    where TRecord : class
{
    /// <summary>Gets the properties; null for dictionaries without a definition.</summary>
    public abstract RecordSchema? Schema { get; }

    /// <summary>Finds the property with the text of a record if the options name none; null if there is none.</summary>
    public abstract string? FindTextProperty(TRecord record);

    /// <summary>Reads the value of a property. The case of the name is ignored.</summary>
    /// <returns>False if the record has no such property.</returns>
    public abstract bool TryRead(TRecord record, string name, out object? value);

    /// <summary>Returns the expression that selects a property in the options of a search.</summary>
    /// <exception cref="InvalidOperationException">There is no such property.</exception>
    public abstract Expression<Func<TRecord, object?>> Select(string name);
}
