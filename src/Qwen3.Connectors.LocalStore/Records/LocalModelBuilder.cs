using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Indexing;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Reads the properties of records from attributes and definitions, and refuses what the store does not support.</summary>
internal sealed class LocalModelBuilder()
    : CollectionModelBuilder(new() { SupportsMultipleVectors = true, RequiresAtLeastOneVector = false })
{
    private static readonly Type[] s_keys = [typeof(string), typeof(Guid), typeof(int), typeof(long)];

    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        base.ValidateKeyProperty(keyProperty);
        if (Array.IndexOf(s_keys, keyProperty.Type) < 0)
        {
            throw new NotSupportedException(
                $"The key '{keyProperty.ModelName}' has type {keyProperty.Type.Name}; string, Guid, int or long was expected.");
        }
    }

    protected override void ValidateProperty(PropertyModel propertyModel, VectorStoreCollectionDefinition? definition)
    {
        base.ValidateProperty(propertyModel, definition);
        if (propertyModel is VectorPropertyModel vector)
        {
            _ = DistanceMeasure.Of(vector.DistanceFunction);
            _ = IndexKinds.IsQuantized(vector.IndexKind);
        }

        if (propertyModel is DataPropertyModel { IsFullTextIndexed: true } data && data.Type != typeof(string))
        {
            throw new NotSupportedException(
                $"Property '{data.ModelName}' of type {data.Type.Name} is full-text indexed; a string was expected.");
        }
    }

    /// <summary>
    /// Guids only. A number would be generated for 0, which is a key too: a record with the key 0 would get the key of another one.
    /// </summary>
    protected override bool SupportsKeyAutoGeneration(Type keyPropertyType) => keyPropertyType == typeof(Guid);

    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = ColumnTypes.SupportedData;
        return ColumnTypes.TryFind(type, out _);
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = VectorValue.Supported;
        return VectorValue.IsSupported(type);
    }
}
