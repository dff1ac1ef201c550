using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Reads records of a collection in a transaction.</summary>
internal sealed class RecordReader<TRecord>(StoreSession session, StoredCollection collection, RecordLayout layout, bool includeVectors)
    where TRecord : class
{
    private readonly string _select = Select(collection, layout, includeVectors);

    /// <summary>Reads the records of a condition.</summary>
    /// <param name="condition">What follows the tables: WHERE, ORDER BY, LIMIT. The table of records is r.</param>
    /// <param name="values">The values of the condition's parameters.</param>
    /// <returns>The records with their ids, in the condition's order.</returns>
    public List<(long Id, TRecord Record)> Read(string condition, params ReadOnlySpan<object?> values)
    {
        using var reader = session.Query($"{_select} {condition}", values);
        var records = new List<(long, TRecord)>();
        while (reader.Read())
        {
            records.Add((reader.GetInt64(0), Read(reader)));
        }

        return records;
    }

    private static string Select(StoredCollection collection, RecordLayout layout, bool includeVectors)
    {
        var columns = new List<string> { "r.id", "r.key" };
        columns.AddRange(layout.Data.Select(data => $"r.{data.Stored.Column}"));
        var joins = "";
        foreach (var vector in includeVectors ? layout.Vectors : [])
        {
            var name = $"v{vector.Stored.Ordinal}";
            columns.Add($"{name}.vector");
            joins += $" LEFT JOIN {collection.Vectors(vector.Stored.Ordinal)} {name} ON {name}.id = r.id";
        }

        return $"SELECT {string.Join(", ", columns)} FROM {collection.Records} r{joins}";
    }

    private TRecord Read(SqliteDataReader reader)
    {
        var record = layout.Model.CreateRecord<TRecord>()!;
        var column = 1;
        Set(record, layout.Key.Model, layout.Key.Type.Decode(reader.GetValue(column++)));
        foreach (var data in layout.Data)
        {
            var value = reader.GetValue(column++);
            Set(record, data.Model, value is DBNull ? null : data.Type.Decode(value));
        }

        foreach (var vector in includeVectors ? layout.Vectors : [])
        {
            var value = reader.GetValue(column++);
            Set(record, vector.Model, value is byte[] bytes ? VectorValue.Create(VectorValue.Decode(bytes), vector.Model.Type) : null);
        }

        return record;
    }

    private static void Set(object record, PropertyModel property, object? value) => property.SetValueAsObject(record, value);
}
