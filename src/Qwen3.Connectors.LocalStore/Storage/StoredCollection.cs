namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>The row of a collection at the start of a transaction.</summary>
/// <param name="Id">Its number, never used again; it names the collection's tables.</param>
/// <param name="Name">The name.</param>
/// <param name="SchemaVersion">Changes when a property is added.</param>
/// <param name="Version">The change counter: every write transaction adds one.</param>
/// <param name="LastRecord">The highest id of a record so far.</param>
/// <param name="Trimmed">The highest removal that was dropped from the log of removals.</param>
internal sealed record StoredCollection(long Id, string Name, long SchemaVersion, long Version, long LastRecord, long Trimmed)
{
    /// <summary>Records: id, key, data. A record that is replaced gets a new id, so that nothing under an id ever changes.</summary>
    public string Records => $"records_{Id}";

    /// <summary>Ids of records that were replaced or deleted, in the order of their removal.</summary>
    public string Removed => $"removed_{Id}";

    /// <summary>Vectors of a property by the ids of their records; there is no row for a null vector.</summary>
    public string Vectors(int ordinal) => $"vectors_{Id}_{ordinal}";

    /// <summary>The words of a property by the ids of their records.</summary>
    public string Text(int ordinal) => $"text_{Id}_{ordinal}";
}
