namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>Writes records in one write transaction.</summary>
/// <remarks>
/// A record that is replaced is removed and inserted under a new id. An id's row, vectors and words therefore never change, and indexes in
/// memory follow by reading the ids above the highest they know and the removals behind the last they know.
/// </remarks>
internal sealed class RecordWriter
{
    /// <summary>Removals that are kept at least, for indexes that follow them.</summary>
    private const long MinRemovals = 10_000;

    private readonly StoreSession _session;
    private readonly StoredCollection _collection;
    private readonly IReadOnlyList<StoredProperty> _properties;
    private readonly string _insert;
    private long _lastRecord;
    private bool _hasRemoved;

    /// <param name="session">A write transaction.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="properties">All properties of the collection.</param>
    /// <param name="columns">The columns of the data properties that are written.</param>
    public RecordWriter(
        StoreSession session,
        StoredCollection collection,
        IReadOnlyList<StoredProperty> properties,
        IReadOnlyCollection<string> columns)
    {
        _session = session;
        _collection = collection;
        _properties = properties;
        _lastRecord = collection.LastRecord;
        var names = string.Concat(columns.Select(column => $", {column}"));
        var parameters = string.Concat(columns.Select((_, i) => $", ?{i + 3}"));
        _insert = $"INSERT INTO {collection.Records} (id, key{names}) VALUES (?1, ?2{parameters})";
    }

    /// <summary>Inserts or replaces a record.</summary>
    /// <param name="key">The encoded key.</param>
    /// <param name="data">The encoded data properties, in the order of the columns.</param>
    /// <param name="vectors">The encoded vectors by ordinal.</param>
    /// <param name="texts">The words of full-text properties by ordinal.</param>
    public void Upsert(
        object key, object?[] data, IEnumerable<(int Ordinal, byte[]? Vector)> vectors, IEnumerable<(int Ordinal, string? Text)> texts)
    {
        Delete(key);
        var id = ++_lastRecord;
        _session.Execute(_insert, [id, key, .. data]);
        foreach (var (ordinal, vector) in vectors)
        {
            if (vector is not null)
            {
                _session.Execute($"INSERT INTO {_collection.Vectors(ordinal)} (id, vector) VALUES (?1, ?2)", id, vector);
            }
        }

        foreach (var (ordinal, text) in texts)
        {
            if (text is not null)
            {
                _session.Execute($"INSERT INTO {_collection.Text(ordinal)} (rowid, text) VALUES (?1, ?2)", id, text);
            }
        }
    }

    /// <summary>Deletes a record, if it is there.</summary>
    public void Delete(object key)
    {
        if (_session.Scalar($"DELETE FROM {_collection.Records} WHERE key = ?1 RETURNING id", key) is not long id)
        {
            return;
        }

        foreach (var property in _properties)
        {
            if (property.Kind == PropertyKinds.Vector)
            {
                _session.Execute($"DELETE FROM {_collection.Vectors(property.Ordinal)} WHERE id = ?1", id);
            }
            else if (property.IsFullText)
            {
                _session.Execute($"DELETE FROM {_collection.Text(property.Ordinal)} WHERE rowid = ?1", id);
            }
        }

        _session.Execute($"INSERT INTO {_collection.Removed} (id) VALUES (?1)", id);
        _hasRemoved = true;
    }

    /// <summary>Publishes the changes by the change counter.</summary>
    public void Complete()
    {
        _session.Execute(
            "UPDATE collections SET version = version + 1, last_record = ?2, trimmed = ?3 WHERE id = ?1",
            _collection.Id,
            _lastRecord,
            _hasRemoved ? TrimRemovals() : _collection.Trimmed);
    }

    /// <summary>Drops the older half of a log that is longer than the collection: an index that needs it reads all vectors again.</summary>
    private long TrimRemovals()
    {
        var last = (long)(_session.Scalar($"SELECT max(seq) FROM {_collection.Removed}") ?? 0L);
        var length = last - _collection.Trimmed;
        if (length <= MinRemovals)
        {
            return _collection.Trimmed;
        }

        // Every removal has a number, so that the difference is the number of records.
        if (length <= 2 * (_lastRecord - last))
        {
            return _collection.Trimmed;
        }

        var trimmed = last - (length / 2);
        _session.Execute($"DELETE FROM {_collection.Removed} WHERE seq <= ?1", trimmed);
        return trimmed;
    }
}
