using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore.Records;

namespace Qwen3.Connectors.LocalStore.Filters;

/// <summary>The order of records to SQL. Null comes first in ascending order, as in C#.</summary>
internal static class RecordOrder
{
    /// <summary>Returns what follows ORDER BY; without an order, the one in which records were written.</summary>
    /// <exception cref="NotSupportedException">A property has no order: a vector or a collection.</exception>
    public static string Translate<TRecord>(
        Func<FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition, FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition>? order,
        RecordLayout layout)
        where TRecord : class
    {
        var terms = order?.Invoke(new()).Values.Select(sort =>
        {
            var property = layout.Model.GetDataOrKeyProperty(sort.PropertySelector);
            var column = layout.FindColumn(property) is { Type.Element: null } found
                ? found
                : throw new NotSupportedException(
                    $"Records cannot be ordered by '{property.ModelName}': a vector or a collection has no order.");
            return $"{column.Type.Comparand($"r.{column.Stored.Column}")} {(sort.Ascending ? "ASC" : "DESC")}";
        });
        return string.Join(", ", [.. terms ?? [], "r.id"]);
    }
}
