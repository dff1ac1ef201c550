namespace RagApi;

/// <summary>A document to store in place of one of the same source.</summary>
internal sealed record AddRequest(string? Source, string? Text, string[]? Tags);
