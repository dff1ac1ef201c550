namespace Qwen3.Connectors.VectorData;

/// <summary>A chunk that a search found.</summary>
/// <param name="Record">The chunk: its text, its source and where it is in it. The vector is empty.</param>
/// <param name="Score">
/// With a reranker the probability that the chunk answers the query, 0 to 1; otherwise the score of the store.
/// </param>
/// <param name="SearchScore">
/// The score of the store: the cosine similarity, -1 to 1, or a store's own measure for a search with keywords. Null if the store has none.
/// </param>
public sealed record MemoryHit(MemoryRecord Record, double Score, double? SearchScore)
{
    /// <summary>Gets the text of the chunk.</summary>
    public string Text => Record.Text;

    /// <summary>Gets the name of the document.</summary>
    public string Source => Record.Source;
}
