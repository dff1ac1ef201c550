namespace Qwen3.Connectors;

/// <summary>Marks the property of a record whose text the reranker reads.</summary>
/// <remarks>
/// A vector store does not return the text that it embedded, so mark a data property, which a search returns. Without the attribute the
/// property is found as <see cref="ResultRerankingOptions.TextProperty"/> describes.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RerankTextAttribute : Attribute;
