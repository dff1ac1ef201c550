namespace RagApi;

/// <summary>A search for the passages that answer a query.</summary>
internal sealed record SearchRequest(string? Query, int? Top, string? Tag);
