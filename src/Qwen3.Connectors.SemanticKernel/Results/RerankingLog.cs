using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>The log messages of this package. Exceptions are not attached, because their messages may contain texts of users.</summary>
internal static partial class RerankingLog
{
    [LoggerMessage(1, LogLevel.Warning, "Reranking the results of {Function} failed with {ErrorType}; they stay in the search's order")]
    public static partial void RerankingFailed(this ILogger logger, string function, string errorType);

    [LoggerMessage(2, LogLevel.Warning, "The results of {Function} are not reranked: {Reason}")]
    public static partial void NotReranked(this ILogger logger, string function, string reason);

    [LoggerMessage(3, LogLevel.Debug, "The result of {Function} stays as it was: it is empty or no list, or reranking failed")]
    public static partial void Unchanged(this ILogger logger, string function);
}
