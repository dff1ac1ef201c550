using Microsoft.Extensions.Logging;

namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>A log message with its formatted values.</summary>
internal sealed record LogEntry(string Category, LogLevel Level, int EventId, string Message, string Values, Exception? Exception);
