namespace Qwen3.Connectors.Chunking.Splitting;

/// <summary>A part of a text.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
/// <param name="NewStart">The offset of its first character that is not in the part before.</param>
/// <param name="Tokens">The exact number of its tokens.</param>
internal readonly record struct ChunkRange(int Start, int End, int NewStart, int Tokens);
