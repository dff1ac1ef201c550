using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>A key or data property of the records and its column.</summary>
internal sealed record ColumnBinding(PropertyModel Model, StoredProperty Stored, ColumnType Type)
{
    /// <summary>Encodes the property of a record; null for null.</summary>
    /// <exception cref="ArgumentException">The value cannot be stored; the message names the property.</exception>
    public object? Encode(object record)
    {
        try
        {
            return Model.GetValueAsObject(record) is { } value ? Type.Encode(value) : null;
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"Property '{Model.ModelName}': {exception.Message}", exception);
        }
    }
}
