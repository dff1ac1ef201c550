namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Texts to embed, finished: with instruction and, where the server adds none, with the end token.</summary>
/// <param name="Model">The server's name of the model; null for servers that have one.</param>
/// <param name="Texts">At least one.</param>
internal sealed record EmbeddingRequest(string? Model, IReadOnlyList<string> Texts)
{
    /// <summary>Whether rows are wanted as base64 of little-endian floats, a third of the size of JSON numbers.</summary>
    public bool Base64 { get; init; }

    /// <summary>Asks the server for shorter rows; used by diagnosis only, as engines truncate rows themselves.</summary>
    public int? Dimensions { get; init; }
}
