namespace Qwen3.Connectors.VectorSearch;

/// <summary>A vector that a search found.</summary>
/// <param name="Index">Which of the vectors of the index, from 0, in the order they were added.</param>
/// <param name="Score">Its cosine with the query, -1 to 1 (a last digit may lie beyond), as well as the encoding that was scored last can tell it.</param>
public readonly record struct VectorMatch(int Index, float Score);
