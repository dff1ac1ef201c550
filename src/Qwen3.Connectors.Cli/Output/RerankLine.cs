using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>A line of <c>rerank</c>. <c>truncated_tokens</c> is written only if it is not zero.</summary>
internal sealed record RerankLine(
    int Index,
    double Score,
    int Tokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int TruncatedTokens);
