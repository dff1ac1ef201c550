namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>What is searched for.</summary>
/// <param name="Text">What a reranker reads; null where there is no text.</param>
/// <param name="Vector">The vector <c>[dimensions]</c>; null where the store makes it.</param>
internal readonly record struct SearchQuery(string? Text, ReadOnlyMemory<float>? Vector);
