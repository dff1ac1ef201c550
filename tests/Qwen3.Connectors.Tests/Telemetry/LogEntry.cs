using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>A line of a log, with the values it was made of.</summary>
internal sealed record LogEntry(string Category, LogLevel Level, int EventId, string Message, string Values, Exception? Exception);
