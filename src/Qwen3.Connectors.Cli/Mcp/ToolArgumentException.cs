namespace Qwen3.Connectors.Cli.Mcp;

/// <summary>An argument of a tool call is missing or not valid. The message names it and never quotes its value.</summary>
internal sealed class ToolArgumentException(string message) : Exception(message);
