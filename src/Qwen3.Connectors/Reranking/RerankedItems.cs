using System.Collections;

namespace Qwen3.Connectors;

/// <summary>Items in rank order, best first.</summary>
/// <typeparam name="T">What was ranked.</typeparam>
public sealed class RerankedItems<T> : IReadOnlyList<RerankedItem<T>>
{
    private readonly IReadOnlyList<T> _items;

    internal RerankedItems(IReadOnlyList<T> items, RerankResults results)
    {
        _items = items;
        Results = results;
    }

    /// <summary>The results without the items: usage, model, and whether the call's budget ended early.</summary>
    public RerankResults Results { get; }

    /// <summary>How many results there are.</summary>
    public int Count => Results.Count;

    /// <summary>The item at a rank.</summary>
    /// <param name="rank">The rank, from 0 for the best.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public RerankedItem<T> this[int rank] => new(_items[Results[rank].Index], Results[rank]);

    /// <summary>Goes through the items, best first.</summary>
    public IEnumerator<RerankedItem<T>> GetEnumerator() =>
        Results.Select(result => new RerankedItem<T>(_items[result.Index], result)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
