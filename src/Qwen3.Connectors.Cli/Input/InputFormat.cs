namespace Qwen3.Connectors.Cli.Input;

/// <summary>How a line of the input holds a text.</summary>
internal enum InputFormat
{
    /// <summary>A JSON string per line; blank lines are skipped.</summary>
    JsonLines,

    /// <summary>The line itself is the text, also if it is empty.</summary>
    PlainLines,
}
