namespace Qwen3.Connectors.VectorData;

/// <summary>
/// A search value with the text of a query and its vector: the store searches for the vector, the reranker reads the text. For applications
/// that embed a query once and search with it in several collections. Only decorated stores, collections and searches accept it.
/// </summary>
/// <param name="Text">The query as the user wrote it.</param>
/// <param name="Vector">Its vector, <c>[dimensions]</c>, as long as the vectors of the collection.</param>
public sealed record EmbeddedQuery(string Text, ReadOnlyMemory<float> Vector)
{
    /// <summary>Returns the lengths only: the string may be logged, and the text is a user's.</summary>
    public override string ToString() => $"a query of {Text.Length} characters and {Vector.Length} values";
}
