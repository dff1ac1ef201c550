using System.Text.Json.Serialization;

namespace Qwen3.Connectors.Cli.Lines;

/// <summary>A line of <c>rerank</c>. Cut tokens are named only where there are some.</summary>
internal sealed record RerankLine(
    int Index,
    double Score,
    int Tokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int TruncatedTokens);
