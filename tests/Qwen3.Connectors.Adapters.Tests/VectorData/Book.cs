using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>A record with more strings than one, so that its text must be marked.</summary>
internal sealed class Book
{
    [VectorStoreKey]
    public int Id { get; set; }

    [VectorStoreData]
    public string? Title { get; set; }

    [VectorStoreData]
    [RerankText]
    public string? Summary { get; set; }

    [VectorStoreVector(3)]
    public ReadOnlyMemory<float> Vector { get; set; }

    /// <summary>Books with these ids, whose summary is "text ID".</summary>
    public static Book[] Shelf(int count) =>
        [.. Enumerable.Range(0, count).Select(
            id => new Book { Id = id, Title = $"title {id}", Summary = $"text {id}", Vector = new float[] { 1, 0, 0 } })];
}
