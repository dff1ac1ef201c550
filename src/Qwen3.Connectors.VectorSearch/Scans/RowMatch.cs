namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>A row and its score.</summary>
internal readonly record struct RowMatch(int Row, float Score);
