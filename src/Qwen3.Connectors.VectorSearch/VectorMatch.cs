namespace Qwen3.Connectors.VectorSearch;

/// <summary>A vector that a search found.</summary>
/// <param name="Id">The id that <see cref="VectorIndex.Add"/> returned for it.</param>
/// <param name="Score">
/// Its cosine with the query, -1 to 1 (rounding may exceed the range in the last digit), in the precision of the encoding that was scored
/// last.
/// </param>
public readonly record struct VectorMatch(long Id, float Score);
