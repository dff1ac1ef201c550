using System.Reflection;

namespace Qwen3.Connectors.Tools.Records;

/// <summary>
/// Selects the property that holds the text of a record when the options name none. Search results of agents, of vector stores and of
/// Semantic Kernel follow this rule, whether they are JSON, dictionaries or .NET objects.
/// </summary>
internal static class TextPropertyRule
{
    private const string TextSearchResultValue = "Microsoft.SemanticKernel.Data.TextSearchResultValueAttribute";

    private static readonly string[] s_commonNames = ["Text", "Content", "Value", "Chunk", "Passage", "Snippet", "Body"];

    /// <summary>The rule in words, for messages.</summary>
    public static string Expected { get; } =
        "expected a string, or a string property marked [RerankText] or [TextSearchResultValue], a single full-text indexed one, one named "
        + $"{string.Join(", ", s_commonNames)}, or a single string property";

    /// <returns>Null if the rule selects none.</returns>
    public static string? Find(IReadOnlyCollection<RecordProperty> properties) => FindKnown(properties) ?? FindOnly(properties);

    /// <summary>Selects by mark, index and name, in this order.</summary>
    public static string? FindKnown(IEnumerable<RecordProperty> properties)
    {
        var texts = properties.Where(property => property.IsText).ToArray();
        return Name(texts.Where(property => property.Mark == TextMark.RerankText))
            ?? Name(texts.Where(property => property.Mark == TextMark.SearchResultValue))
            ?? FindOnly(texts.Where(property => property.IsFullTextIndexed))
            ?? s_commonNames.Select(name => Name(texts.Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))))
                .FirstOrDefault(name => name is not null);
    }

    /// <summary>Selects the only string.</summary>
    public static string? FindOnly(IEnumerable<RecordProperty> properties) =>
        properties.Where(property => property.IsText).Take(2).ToArray() is [var property] ? property.Name : null;

    /// <summary>Semantic Kernel's attribute is recognised by its name: this package does not reference that one.</summary>
    public static TextMark MarkOf(MemberInfo? member) => member is null ? TextMark.None
        : member.IsDefined(typeof(RerankTextAttribute)) ? TextMark.RerankText
        : member.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == TextSearchResultValue) ? TextMark.SearchResultValue
        : TextMark.None;

    private static string? Name(IEnumerable<RecordProperty> properties) => properties.Select(property => property.Name).FirstOrDefault();
}
