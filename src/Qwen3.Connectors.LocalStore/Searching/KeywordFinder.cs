using Qwen3.Connectors.LocalStore.Filters;
using Qwen3.Connectors.LocalStore.FullText;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore.Searching;

/// <summary>Finds records by keywords, in a transaction.</summary>
internal static class KeywordFinder
{
    /// <summary>Returns the records with any of the keywords, best first by bm25; equal scores in the order of their ids.</summary>
    public static List<long> Find(
        StoreSession session, StoredCollection collection, int ordinal, IEnumerable<string> keywords, SqlFilter? filter, int count)
    {
        if (KeywordQuery.Create(keywords) is not { } query)
        {
            return [];
        }

        var table = collection.Text(ordinal);
        var values = filter?.Values ?? [];
        var condition = filter is null ? "" : $"AND rowid IN (SELECT r.id FROM {collection.Records} r WHERE {filter.Condition}) ";
        using var reader = session.Query(
            $"SELECT rowid FROM {table} WHERE {table} MATCH ?{values.Length + 1} {condition}"
            + $"ORDER BY bm25({table}), rowid LIMIT ?{values.Length + 2}",
            [.. values, query, (long)count]);
        var ids = new List<long>();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }
}
