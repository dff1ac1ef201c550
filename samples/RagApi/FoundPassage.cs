namespace RagApi;

/// <summary>A passage that was found, with the probability that it answers the query.</summary>
internal sealed record FoundPassage(string Source, int StartLine, int EndLine, double Score, string Text);
