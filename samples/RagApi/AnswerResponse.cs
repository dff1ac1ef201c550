namespace RagApi;

/// <summary>The answer of the chat model, null if none is configured, and the passages that it was given.</summary>
internal sealed record AnswerResponse(string? Answer, FoundPassage[] Passages);
