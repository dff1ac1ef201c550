namespace Qwen3.Connectors.Tools.Records;

/// <summary>A property of a record with its value.</summary>
/// <param name="Name">The name of the property, or the key in a dictionary.</param>
/// <param name="Text">The value if it is a string.</param>
/// <param name="IsNull">Whether the value is null where a string is possible.</param>
/// <param name="Nested">The value if it is an object with properties of its own.</param>
/// <param name="Mark">The attribute of the property.</param>
internal readonly record struct RecordField(
    string Name, string? Text, bool IsNull = false, object? Nested = null, TextMark Mark = TextMark.None);
