namespace Qwen3.Connectors;

/// <summary>An item's place in a ranking.</summary>
/// <typeparam name="T">What was ranked.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="Result">Which of the given items it is, its score and its tokens.</param>
public readonly record struct RerankedItem<T>(T Item, RerankResult Result)
{
    /// <summary>The probability that the item answers the query, 0 to 1.</summary>
    public double Score => Result.Score;
}
