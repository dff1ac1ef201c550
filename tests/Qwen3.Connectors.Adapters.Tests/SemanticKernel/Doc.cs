using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.Adapters.Tests.SemanticKernel;

/// <summary>A record whose text has no common name, only its mark; the last digit of the text is its score.</summary>
public sealed record Doc(string Title, [property: TextSearchResultValue] string Sentence);
