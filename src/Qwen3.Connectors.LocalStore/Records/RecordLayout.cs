using System.Globalization;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Which column or table of a collection holds which property of the records.</summary>
/// <remarks>
/// A collection may have properties that the records do not have: they are not read, and are null in records that are written. Immutable;
/// valid for one schema version.
/// </remarks>
internal sealed class RecordLayout
{
    private RecordLayout(CollectionModel model, StoredCollection collection, List<StoredProperty> properties, string path)
    {
        Model = model;
        CollectionId = collection.Id;
        SchemaVersion = collection.SchemaVersion;
        Properties = properties;
        Key = Bind(model.KeyProperty, PropertyKinds.Key, collection, path);
        Data = [.. model.DataProperties.Select(property => Bind(property, PropertyKinds.Data, collection, path))];
        Vectors = [.. model.VectorProperties.Select(property => BindVector(property, collection, path))];
    }

    public CollectionModel Model { get; }

    public long CollectionId { get; }

    public long SchemaVersion { get; }

    /// <summary>All properties of the collection, in the order of their ordinals.</summary>
    public IReadOnlyList<StoredProperty> Properties { get; }

    public ColumnBinding Key { get; }

    public IReadOnlyList<ColumnBinding> Data { get; }

    public IReadOnlyList<VectorBinding> Vectors { get; }

    /// <summary>Finds the column of a property; null for a vector.</summary>
    public ColumnBinding? FindColumn(PropertyModel property) =>
        Key.Model == property ? Key : Data.FirstOrDefault(column => column.Model == property);

    /// <summary>Reads the layout of a collection that exists.</summary>
    /// <exception cref="VectorStoreException">The collection lacks a property, or has one of another type.</exception>
    public static RecordLayout Read(StoreSession session, StoredCollection collection, CollectionModel model, string path) =>
        new(model, collection, CollectionCatalog.ReadProperties(session, collection), path);

    /// <summary>Creates a collection, or adds the properties that it lacks.</summary>
    /// <exception cref="VectorStoreException">The collection has a property of another type.</exception>
    public static void Ensure(StoreSession session, string name, CollectionModel model, string path)
    {
        var key = ColumnTypes.Find(model.KeyProperty.Type);
        var collection = CollectionCatalog.Find(session, name)
            ?? CollectionCatalog.Create(
                session, name, new(0, model.KeyProperty.StorageName, PropertyKinds.Key, key.Name, true, false, null), key.SqlType);
        var properties = CollectionCatalog.ReadProperties(session, collection);
        var ordinal = properties[^1].Ordinal;
        foreach (var data in model.DataProperties.Where(data => properties.All(known => known.Name != data.StorageName)))
        {
            var type = ColumnTypes.Find(data.Type);
            var added = new StoredProperty(
                ++ordinal, data.StorageName, PropertyKinds.Data, type.Name, data.IsIndexed, data.IsFullTextIndexed, null);
            var definition = Nullable.GetUnderlyingType(data.Type) is null && type.DefaultValue is { } value
                ? $"{type.SqlType} DEFAULT {Literal(value)}"
                : type.SqlType;
            CollectionCatalog.AddProperty(session, collection, added, definition, type.Comparand(added.Column));
        }

        foreach (var vector in model.VectorProperties.Where(vector => properties.All(known => known.Name != vector.StorageName)))
        {
            var added = new StoredProperty(
                ++ordinal, vector.StorageName, PropertyKinds.Vector, "float32", false, false, vector.Dimensions);
            CollectionCatalog.AddProperty(session, collection, added, null, null);
        }

        Read(session, CollectionCatalog.Find(session, name)!, model, path);
    }

    /// <summary>Of values that types encode their default value to: none has a quote.</summary>
    private static string Literal(object value) =>
        value is string text ? $"'{text}'" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private ColumnBinding Bind(PropertyModel property, string kind, StoredCollection collection, string path)
    {
        var type = ColumnTypes.Find(property.Type);
        var stored = Find(property, kind, type.Name, collection, path);
        if (property is DataPropertyModel { IsFullTextIndexed: true } && !stored.IsFullText)
        {
            throw StoreErrors.Create(
                $"Property '{property.StorageName}' of collection '{collection.Name}' was created without a full-text index, which "
                + "the records declare. Delete the collection and create it again, or remove IsFullTextIndexed.",
                path);
        }

        return new ColumnBinding(property, stored, type);
    }

    private VectorBinding BindVector(VectorPropertyModel property, StoredCollection collection, string path)
    {
        var stored = Find(property, PropertyKinds.Vector, "float32", collection, path);
        return stored.Dimensions == property.Dimensions
            ? new VectorBinding(property, stored)
            : throw StoreErrors.Create(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Vector property '{property.StorageName}' of collection '{collection.Name}' has {stored.Dimensions} dimensions; ")
                + string.Create(CultureInfo.InvariantCulture, $"the records declare {property.Dimensions}. ")
                + "Declare the same number, or delete the collection and embed the records again.",
                path);
    }

    private StoredProperty Find(PropertyModel property, string kind, string type, StoredCollection collection, string path)
    {
        var stored = Properties.FirstOrDefault(stored => stored.Name == property.StorageName)
            ?? throw StoreErrors.Create(
                kind == PropertyKinds.Key
                    ? $"The key of collection '{collection.Name}' is '{Properties[0].Name}'; that of the records is "
                        + $"'{property.StorageName}'. Declare the same storage name."
                    : $"Collection '{collection.Name}' has no property '{property.StorageName}', which the records declare. "
                        + "EnsureCollectionExistsAsync adds it.",
                path);
        return stored.Kind == kind && stored.Type == type
            ? stored
            : throw StoreErrors.Create(
                $"Property '{property.StorageName}' of collection '{collection.Name}' is a {stored.Kind} property of type {stored.Type}; "
                + $"the records declare a {kind} property of type {type}. Declare the same, use another storage name, or delete the "
                + "collection and create it again.",
                path);
    }
}
