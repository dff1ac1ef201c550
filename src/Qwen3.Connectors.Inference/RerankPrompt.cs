namespace Qwen3.Connectors.Inference;

/// <summary>A finished reranking prompt, in the parts that are tokenised apart.</summary>
/// <param name="Prefix">The template before the body; token names in it, such as <c>&lt;|im_start|&gt;</c>, are those tokens.</param>
/// <param name="Body">Instruction, query and document in one string; nothing in it is a special token.</param>
/// <param name="DocumentStart">Where the document starts in <paramref name="Body"/>, in UTF-16 units. Only what follows may be cut.</param>
/// <param name="Suffix">The template after the body, treated as the prefix is; never cut.</param>
public readonly record struct RerankPrompt(string Prefix, string Body, int DocumentStart, string Suffix);
