namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>The query of a search.</summary>
/// <param name="Text">The text for the reranker; null if there is none.</param>
/// <param name="Vector">The vector <c>[dimensions]</c>; null if the store computes it.</param>
internal readonly record struct SearchQuery(string? Text, ReadOnlyMemory<float>? Vector);
