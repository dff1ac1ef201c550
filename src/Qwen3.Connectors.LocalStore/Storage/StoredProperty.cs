namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>A property of a collection as the file describes it.</summary>
/// <param name="Ordinal">Its number, which names its column or table.</param>
/// <param name="Name">The storage name.</param>
/// <param name="Kind">One of <see cref="PropertyKinds"/>.</param>
/// <param name="Type">The name of the stored type.</param>
/// <param name="IsIndexed">Whether the column has an index.</param>
/// <param name="IsFullText">Whether its words are indexed.</param>
/// <param name="Dimensions">The values of a vector; null for others.</param>
internal sealed record StoredProperty(
    int Ordinal, string Name, string Kind, string Type, bool IsIndexed, bool IsFullText, int? Dimensions)
{
    /// <summary>The column in the table of records; that of a vector holds nothing.</summary>
    public string Column => Kind == PropertyKinds.Key ? "key" : $"p{Ordinal}";
}
