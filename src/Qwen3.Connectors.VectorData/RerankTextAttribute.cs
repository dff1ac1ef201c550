namespace Qwen3.Connectors.VectorData;

/// <summary>Marks the property of a record whose text a reranker reads.</summary>
/// <remarks>
/// The embedded text itself is not kept by a vector store, so it must be a data property: one that comes back from a search. Without the attribute the text is
/// found by name, as <see cref="SearchRerankingOptions.TextProperty"/> says.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RerankTextAttribute : Attribute;
