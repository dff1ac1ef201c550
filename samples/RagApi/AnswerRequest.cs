namespace RagApi;

/// <summary>A question to answer from the best passages.</summary>
internal sealed record AnswerRequest(string? Question);
