using Pgvector;

namespace PostgresMemory;

/// <summary>A row to write.</summary>
/// <param name="Source">The name of the document.</param>
/// <param name="Language">A language or a programming language, such as <c>de</c> or <c>sql</c>.</param>
/// <param name="Line">The line of the document where the passage starts.</param>
/// <param name="Body">The text.</param>
/// <param name="Embedding">The embedding of the text as a document.</param>
internal sealed record Passage(string Source, string Language, int Line, string Body, Vector Embedding);
