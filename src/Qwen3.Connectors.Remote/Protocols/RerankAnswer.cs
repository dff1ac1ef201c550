namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>Scores in the order of the request's documents.</summary>
/// <param name="Scores">One per document, as the server sent them; null values are NaN.</param>
/// <param name="TokenCount">Tokens of all prompts together; null where the server does not report them.</param>
internal sealed record RerankAnswer(double[] Scores, int? TokenCount);
