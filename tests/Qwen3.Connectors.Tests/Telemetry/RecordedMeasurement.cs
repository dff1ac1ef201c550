namespace Qwen3.Connectors.Tests.Telemetry;

/// <summary>A value that an instrument recorded.</summary>
internal sealed record RecordedMeasurement(string Instrument, string? Unit, double Value, Dictionary<string, object?> Tags);
