using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Indexing;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Reads the properties of records from attributes and definitions, and refuses what the store does not support.</summary>
internal sealed class LocalModelBuilder() : CollectionModelBuilder(new() { SupportsMultipleVectors = true, RequiresAtLeastOneVector = false })
{
    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        base.ValidateKeyProperty(keyProperty);
        if (keyProperty.Type != typeof(string) && keyProperty.Type != typeof(Guid) && !IsInteger(keyProperty.Type))
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

    protected override bool SupportsKeyAutoGeneration(Type keyPropertyType) =>
        keyPropertyType == typeof(Guid) || IsInteger(keyPropertyType);

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

    private static bool IsInteger(Type type) => type == typeof(int) || type == typeof(long);
}
