namespace Qwen3.Connectors.VectorData.Records;

/// <summary>An attribute that says that a property has a record's text.</summary>
internal enum TextMark
{
    None,

    /// <summary><see cref="RerankTextAttribute"/>.</summary>
    RerankText,

    /// <summary>Semantic Kernel's <c>TextSearchResultValueAttribute</c>.</summary>
    SearchResultValue,
}
