using Microsoft.Data.Sqlite;

namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>Reads and changes the descriptions of collections.</summary>
internal static class CollectionCatalog
{
    /// <summary>Splits on everything but letters and digits, and ignores case and diacritics.</summary>
    private const string Tokenizer = "unicode61 remove_diacritics 2";

    public static StoredCollection? Find(StoreSession session, string name)
    {
        using var reader = session.Query(
            "SELECT id, schema_version, version, last_record, trimmed FROM collections WHERE name = ?1", name);
        return reader.Read()
            ? new(reader.GetInt64(0), name, reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4))
            : null;
    }

    public static List<string> ListNames(StoreSession session)
    {
        using var reader = session.Query("SELECT name FROM collections ORDER BY id");
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    public static List<StoredProperty> ReadProperties(StoreSession session, StoredCollection collection)
    {
        using var reader = session.Query(
            "SELECT ordinal, name, kind, type, is_indexed, is_full_text, dimensions FROM properties "
            + "WHERE collection = ?1 ORDER BY ordinal",
            collection.Id);
        var properties = new List<StoredProperty>();
        while (reader.Read())
        {
            properties.Add(Read(reader));
        }

        return properties;
    }

    public static StoredCollection Create(StoreSession session, string name, StoredProperty key, string keySqlType)
    {
        session.Execute(
            "INSERT INTO collections (name, schema_version, version, last_record, trimmed) VALUES (?1, 0, 0, 0, 0)", name);
        var collection = Find(session, name)!;
        session.Execute($"CREATE TABLE {collection.Records} (id INTEGER PRIMARY KEY, key {keySqlType} NOT NULL UNIQUE) STRICT");
        session.Execute($"CREATE TABLE {collection.Removed} (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL) STRICT");
        Insert(session, collection, key);
        return collection;
    }

    /// <summary>Adds a property to a collection; records that are there have a default value, or null.</summary>
    /// <param name="session">A write transaction.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="property">The property.</param>
    /// <param name="definition">The column's type and constraints; null for a vector.</param>
    /// <param name="comparand">What an index of the column contains.</param>
    public static void AddProperty(
        StoreSession session, StoredCollection collection, StoredProperty property, string? definition, string? comparand)
    {
        Insert(session, collection, property);
        if (property.Kind == PropertyKinds.Vector)
        {
            session.Execute($"CREATE TABLE {collection.Vectors(property.Ordinal)} (id INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT");
            return;
        }

        session.Execute($"ALTER TABLE {collection.Records} ADD COLUMN {property.Column} {definition}");
        if (property.IsIndexed)
        {
            session.Execute(
                $"CREATE INDEX {collection.Records}_{property.Column} ON {collection.Records} ({comparand})");
        }

        if (property.IsFullText)
        {
            session.Execute(
                $"CREATE VIRTUAL TABLE {collection.Text(property.Ordinal)} USING fts5"
                + $"(text, content='', contentless_delete=1, tokenize='{Tokenizer}')");
        }
    }

    /// <summary>Deletes a collection, if it is there.</summary>
    public static Task DeleteAsync(
        StoreFile file, string name, Action<string> freeMemory, CancellationToken cancellationToken) => file.WriteAsync(
        session =>
        {
            if (Find(session, name) is { } collection)
            {
                Drop(session, collection);
            }

            freeMemory(name);
            return true;
        },
        cancellationToken);

    private static void Drop(StoreSession session, StoredCollection collection)
    {
        foreach (var property in ReadProperties(session, collection))
        {
            session.Execute($"DROP TABLE IF EXISTS {collection.Vectors(property.Ordinal)}");
            session.Execute($"DROP TABLE IF EXISTS {collection.Text(property.Ordinal)}");
        }

        session.Execute($"DROP TABLE {collection.Records}");
        session.Execute($"DROP TABLE {collection.Removed}");
        session.Execute("DELETE FROM properties WHERE collection = ?1", collection.Id);
        session.Execute("DELETE FROM collections WHERE id = ?1", collection.Id);
    }

    public static string? ReadSpace(StoreSession session, StoredCollection collection, int ordinal) => (string?)session.Scalar(
        "SELECT space FROM properties WHERE collection = ?1 AND ordinal = ?2", collection.Id, ordinal);

    public static void WriteSpace(StoreSession session, StoredCollection collection, int ordinal, string space) => session.Execute(
        "UPDATE properties SET space = ?3 WHERE collection = ?1 AND ordinal = ?2", collection.Id, ordinal, space);

    private static void Insert(StoreSession session, StoredCollection collection, StoredProperty property)
    {
        session.Execute(
            "INSERT INTO properties (collection, ordinal, name, kind, type, is_indexed, is_full_text, dimensions) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            collection.Id,
            property.Ordinal,
            property.Name,
            property.Kind,
            property.Type,
            property.IsIndexed ? 1 : 0,
            property.IsFullText ? 1 : 0,
            property.Dimensions);
        session.Execute("UPDATE collections SET schema_version = schema_version + 1 WHERE id = ?1", collection.Id);
    }

    private static StoredProperty Read(SqliteDataReader reader) => new(
        reader.GetInt32(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetString(3),
        reader.GetInt64(4) != 0,
        reader.GetInt64(5) != 0,
        reader.IsDBNull(6) ? null : reader.GetInt32(6));
}
