namespace Qwen3.Connectors.Cli.Output;

/// <summary>The line of <c>where --json</c>.</summary>
/// <param name="Model">The argument as given.</param>
/// <param name="File">The path of the file, or null if it is not on this machine.</param>
/// <param name="Target">The path that a download would write, or null if the argument is a path.</param>
internal sealed record WhereLine(string Model, string? File, string? Target);
