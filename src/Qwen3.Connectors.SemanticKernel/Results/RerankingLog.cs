using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>All that this package logs. Exceptions are not attached: their messages may have a user's text.</summary>
internal static partial class RerankingLog
{
    [LoggerMessage(1, LogLevel.Warning, "Reranking the results of {Function} failed with {ErrorType}; they stay in the search's order")]
    public static partial void RerankingFailed(this ILogger logger, string function, string errorType);

    [LoggerMessage(2, LogLevel.Warning, "The results of {Function} are not reranked: {Reason}")]
    public static partial void NotReranked(this ILogger logger, string function, string reason);

    [LoggerMessage(3, LogLevel.Debug, "The result of {Function} stays as it was: it is empty or no list, or reranking failed")]
    public static partial void Unchanged(this ILogger logger, string function);
}
