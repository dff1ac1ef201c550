namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Rows in the order of the request's texts.</summary>
/// <param name="Rows">One per text; values that the server sent as null are NaN.</param>
/// <param name="TokenCount">Tokens of all texts together; null where the server does not report them.</param>
internal sealed record EmbeddingAnswer(float[][] Rows, int? TokenCount)
{
    /// <summary>Whether the rows came as base64.</summary>
    public bool IsBase64 { get; init; }
}
