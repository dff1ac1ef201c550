namespace Qwen3.Connectors.VectorData;

/// <summary>
/// A search value that has both the text of a query and its vector: the vector is searched for, the text is what a reranker reads. For applications that embed a
/// query once and search with it in several places. Only decorated stores, collections and searches take it.
/// </summary>
/// <param name="Text">The query as the user wrote it.</param>
/// <param name="Vector">Its vector, <c>[dimensions]</c>, as long as the vectors that are searched.</param>
public sealed record EmbeddedQuery(string Text, ReadOnlyMemory<float> Vector)
{
    /// <summary>Lengths only: the text is the user's, and this may end in a log.</summary>
    public override string ToString() => $"a query of {Text.Length} characters and {Vector.Length} values";
}
