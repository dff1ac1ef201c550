using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Qwen3.Connectors.Telemetry.Logging;

/// <summary>
/// The log messages of the category <see cref="Category"/>. An exception is attached only where it can hold no user
/// text; elsewhere its type is logged.
/// </summary>
internal static partial class EngineLog
{
    public const string Category = "Qwen3.Connectors";

    internal static ILogger Create(ILoggerFactory? loggers) => (loggers ?? NullLoggerFactory.Instance).CreateLogger(Category);

    [LoggerMessage(1, LogLevel.Information, "Loading the {Purpose} model '{Path}'")]
    public static partial void Loading(this ILogger logger, string purpose, string path);

    [LoggerMessage(
        2,
        LogLevel.Information,
        "Loaded '{ModelId}': {Megabytes:F1} MB of {WeightType} in {Milliseconds:F0} ms; {Threads} threads, kernel {Kernel}")]
    public static partial void Loaded(
        this ILogger logger, string modelId, double megabytes, string weightType, double milliseconds, int threads, string kernel);

    [LoggerMessage(3, LogLevel.Information, "The model file of '{ModelId}': {Note}")]
    public static partial void ModelNote(this ILogger logger, string modelId, string note);

    [LoggerMessage(4, LogLevel.Error, "Loading the {Purpose} model '{Path}' failed")]
    public static partial void LoadFailed(this ILogger logger, Exception exception, string purpose, string path);

    [LoggerMessage(5, LogLevel.Information, "Self-test of {Registration} passed in {Milliseconds:F0} ms")]
    public static partial void SelfTestPassed(this ILogger logger, string registration, double milliseconds);

    [LoggerMessage(6, LogLevel.Critical, "Self-test of {Registration} failed: the application is not ready and stays so")]
    public static partial void SelfTestFailed(this ILogger logger, Exception exception, string registration);

    [LoggerMessage(7, LogLevel.Information, "Ready: all self-tests passed")]
    public static partial void Ready(this ILogger logger);

    [LoggerMessage(8, LogLevel.Warning, "A call of {TextCount} texts on '{ModelId}' failed with {ErrorType}")]
    public static partial void CallFailed(this ILogger logger, int textCount, string modelId, string errorType);

    [LoggerMessage(9, LogLevel.Debug, "A call of {TextCount} texts on '{ModelId}' was cancelled")]
    public static partial void CallCancelled(this ILogger logger, int textCount, string modelId);

    [LoggerMessage(10, LogLevel.Debug, "Truncated {TruncatedTokens} tokens of a call of {TextCount} texts on '{ModelId}'")]
    public static partial void TokensTruncated(this ILogger logger, long truncatedTokens, int textCount, string modelId);

    [LoggerMessage(11, LogLevel.Information, "Draining: {RunningCalls} calls are running, new ones are rejected")]
    public static partial void Draining(this ILogger logger, int runningCalls);

    [LoggerMessage(12, LogLevel.Information, "Drained in {Milliseconds:F0} ms")]
    public static partial void Drained(this ILogger logger, double milliseconds);

    [LoggerMessage(13, LogLevel.Warning, "Stopped with {RunningCalls} calls running: the host's shutdown timeout has expired")]
    public static partial void DrainTimedOut(this ILogger logger, int runningCalls);

    [LoggerMessage(14, LogLevel.Debug, "Rejected a call of {TextCount} texts on '{ModelId}': the application is stopping")]
    public static partial void CallRejected(this ILogger logger, int textCount, string modelId);

    [LoggerMessage(16, LogLevel.Warning, "The model file of '{ModelId}' may give wrong results: {Warning}")]
    public static partial void ModelWarning(this ILogger logger, string modelId, string warning);

    [LoggerMessage(
        17,
        LogLevel.Warning,
        "This CPU has AVX2 and the program does not use it: models run at about a quarter of the speed. {Advice}")]
    public static partial void InstructionsNotUsed(this ILogger logger, string advice);

    [LoggerMessage(18, LogLevel.Warning, "The embedding cache failed: the texts were computed, or are not cached")]
    public static partial void CacheFailed(this ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Information, "Downloading '{ModelId}', {Megabytes:F1} MB, from {Address} to '{Path}'")]
    public static partial void Downloading(this ILogger logger, string modelId, double megabytes, Uri address, string path);

    [LoggerMessage(30, LogLevel.Warning,
        "Downloading '{ModelId}' failed: {Reason}. Retrying in {Seconds:F1} s ({Attempt} of {MaxAttempts})")]
    public static partial void DownloadRetrying(this ILogger logger, string modelId, string reason, double seconds, int attempt,
        int maxAttempts);
}
