namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Finds the property that has a record's text, where nobody named one.</summary>
internal static class TextPropertyName
{
    private static readonly string[] s_commonNames = ["Text", "Content", "Value", "Chunk"];

    /// <summary>What is looked for, for messages.</summary>
    public static string Expected =>
        $"expected a string property with [RerankText] or [TextSearchResultValue], a single full-text indexed one, one named {string.Join(", ", s_commonNames)}, or a single string among the data properties";

    /// <returns>Null where there is none.</returns>
    public static string? Find(IEnumerable<DataProperty> properties)
    {
        var texts = properties.Where(property => property.IsText).ToArray();
        return texts.FirstOrDefault(property => property.Mark == TextMark.RerankText)?.Name
            ?? texts.FirstOrDefault(property => property.Mark == TextMark.SearchResultValue)?.Name
            ?? Only(texts.Where(property => property.IsFullTextIndexed))
            ?? s_commonNames.Select(name => texts.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name).FirstOrDefault(name => name is not null)
            ?? Only(texts);
    }

    private static string? Only(IEnumerable<DataProperty> properties) => properties.Take(2).ToArray() is [var property] ? property.Name : null;
}
