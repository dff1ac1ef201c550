namespace Qwen3.Connectors.Tools.Records;

/// <summary>The attribute that marks a property as the text of a record.</summary>
internal enum TextMark
{
    None,

    /// <summary><see cref="RerankTextAttribute"/>.</summary>
    RerankText,

    /// <summary>Semantic Kernel's <c>TextSearchResultValueAttribute</c>.</summary>
    SearchResultValue,
}
