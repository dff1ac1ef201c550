using System.Text;
using LLama.Native;
using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.LLamaSharp.Native;

/// <summary>
/// The log of llama.cpp, in whole lines. It is process-wide: the first logger supplied receives it; without one it is discarded. It
/// contains names of files and devices, never texts.
/// </summary>
internal static partial class NativeLog
{
    private static readonly Lock Gate = new();
    private static readonly StringBuilder Line = new();

    // Kept for the process: native code calls it.
    private static readonly NativeLogConfig.LLamaLogCallback Callback = Write;

    private static LogLevel s_level;
    private static ILogger? s_logger;
    private static bool s_attached;

    public static void Attach(ILoggerFactory? loggers)
    {
        lock (Gate)
        {
            s_logger ??= loggers?.CreateLogger("Qwen3.Connectors.LLamaSharp");
            if (s_attached)
            {
                return;
            }

            s_attached = true;
        }

        NativeLogConfig.llama_log_set(Callback);
    }

    /// <summary>By name: a continuation's number is above that of an error, and it is of its line's level.</summary>
    internal static LogLevel? ToLogLevel(LLamaLogLevel level) => level switch
    {
        LLamaLogLevel.Error => LogLevel.Error,
        LLamaLogLevel.Warning => LogLevel.Warning,
        LLamaLogLevel.Info or LLamaLogLevel.Debug => LogLevel.Debug,
        LLamaLogLevel.Continue => null,
        _ => LogLevel.Trace,
    };

    private static void Write(LLamaLogLevel level, string text)
    {
        try
        {
            lock (Gate)
            {
                s_level = ToLogLevel(level) ?? s_level;
                Line.Append(text);
                if (!text.EndsWith('\n'))
                {
                    return;
                }

                var line = Line.ToString().Trim();
                Line.Clear();
                if (s_logger is not null && line.Length > 0)
                {
                    Report(s_logger, s_level, line);
                }
            }
        }
#pragma warning disable CA1031 // An exception in a native callback ends the process; a logger of a stopped host may throw.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    [LoggerMessage(EventId = 1, Message = "llama.cpp: {Line}")]
    private static partial void Report(ILogger logger, LogLevel level, string line);
}
