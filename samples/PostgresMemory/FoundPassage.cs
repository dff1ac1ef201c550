namespace PostgresMemory;

/// <summary>A row that a search found, with its exact cosine similarity.</summary>
internal sealed record FoundPassage(long Id, string Source, int Line, string Body, double Similarity);
