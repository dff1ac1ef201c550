namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>A weight as it was written.</summary>
/// <param name="RowLength">The file's first dimension: <c>in</c>.</param>
/// <param name="RowCount">The file's second dimension: <c>out</c>; 1 for a vector.</param>
/// <param name="Values">[RowCount x RowLength].</param>
internal sealed record TinyWeight(int RowLength, int RowCount, float[] Values);
