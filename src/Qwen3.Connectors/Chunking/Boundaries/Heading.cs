namespace Qwen3.Connectors.Chunking.Boundaries;

/// <summary>A heading of a document.</summary>
/// <param name="Position">The offset of its line.</param>
/// <param name="Level">1 to 6.</param>
/// <param name="Text">Its name.</param>
internal sealed record Heading(int Position, int Level, string Text);
