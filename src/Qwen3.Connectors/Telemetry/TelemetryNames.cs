namespace Qwen3.Connectors.Telemetry;

/// <summary>
/// Names of the OpenTelemetry conventions for generative AI, as Microsoft.Extensions.AI uses them. Those of reranking follow the open
/// proposal semantic-conventions-genai #253 and may change.
/// </summary>
internal static class TelemetryNames
{
    /// <summary>The activity source, the meter and the logger category.</summary>
    public const string Source = "Qwen3.Connectors";

    public const string Embeddings = "embeddings";
    public const string Rerank = "rerank";

    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string TokenType = "gen_ai.token.type";
    public const string TokenTypeInput = "input";
    public const string EmbeddingDimensions = "gen_ai.embeddings.dimension.count";
    public const string RerankCandidates = "gen_ai.rerank.candidate.count";
    public const string RerankTopN = "gen_ai.rerank.top_n";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string TokenUsage = "gen_ai.client.token.usage";
}
