using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.VectorData;

/// <summary>
/// The log messages of this package. Of an exception only its type is logged, because its message may contain a text of a user.
/// </summary>
internal static partial class VectorDataLog
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Reranking {Candidates} results of collection '{Collection}' failed with {ErrorType}: they stay in the order of the vector search")]
    public static partial void RerankingFailed(this ILogger logger, int candidates, string? collection, string errorType);

    [LoggerMessage(
        2,
        LogLevel.Information,
        "The reranker's budget ended before {Unscored} of {Candidates} results of collection '{Collection}' were scored: "
        + "they are not returned")]
    public static partial void BudgetEnded(this ILogger logger, int unscored, int candidates, string? collection);
}
