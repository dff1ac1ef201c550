namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Documents to score against a query.</summary>
/// <param name="Model">The server's name of the model; null for servers that have one.</param>
/// <param name="Query">The query; with the template before the document where the server applies none.</param>
/// <param name="Documents">At least one; with the template behind the document where the server applies none.</param>
internal sealed record RerankRequest(string? Model, string Query, IReadOnlyList<string> Documents)
{
    /// <summary>The instruction, for servers that take one; null for their own.</summary>
    public string? Instruction { get; init; }
}
