namespace Qwen3.Connectors.Calls;

/// <summary>What is left of a text.</summary>
/// <param name="Text">The part that is kept.</param>
/// <param name="CutTokenCount">Tokens that went; 0 when the text fitted.</param>
internal readonly record struct CutText(string Text, int CutTokenCount);
