namespace Qwen3.Connectors.Remote.Engines;

/// <summary>How a prompt is divided into the fields of a request.</summary>
/// <param name="Query">The field of the query.</param>
internal sealed record RerankRequestShape(string Query)
{
    public string DocumentPrefix { get; init; } = "";

    public string DocumentSuffix { get; init; } = "";

    public string? Instruction { get; init; }

    public string Wrap(string document) =>
        DocumentPrefix.Length + DocumentSuffix.Length == 0 ? document : $"{DocumentPrefix}{document}{DocumentSuffix}";
}
