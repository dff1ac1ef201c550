namespace Qwen3.Connectors.Tools.Records;

/// <summary>A property of a record, described for <see cref="TextPropertyRule"/>.</summary>
/// <param name="Name">The name of the property, or the key in a dictionary.</param>
/// <param name="IsText">Whether the property is a string.</param>
/// <param name="IsFullTextIndexed">Whether a vector store indexes its words.</param>
/// <param name="Mark">The attribute of the property.</param>
internal readonly record struct RecordProperty(string Name, bool IsText, bool IsFullTextIndexed = false, TextMark Mark = TextMark.None);
