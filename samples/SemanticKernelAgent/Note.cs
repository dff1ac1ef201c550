namespace SemanticKernelAgent;

/// <summary>What the model is given of a passage.</summary>
internal sealed record Note(string Source, string Text);
