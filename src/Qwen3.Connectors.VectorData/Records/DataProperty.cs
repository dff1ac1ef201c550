namespace Qwen3.Connectors.VectorData.Records;

/// <summary>A data property of a record.</summary>
/// <param name="Name">Its name in .NET: a property of the record's type, or a key of the dictionary.</param>
/// <param name="IsText">Whether it is a string.</param>
/// <param name="IsFullTextIndexed">Whether the store indexes its words.</param>
/// <param name="Mark">What an attribute says of it.</param>
internal sealed record DataProperty(string Name, bool IsText, bool IsFullTextIndexed, TextMark Mark);
