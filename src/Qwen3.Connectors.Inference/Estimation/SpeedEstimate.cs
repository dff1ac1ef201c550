namespace Qwen3.Connectors.Inference;

/// <summary>How fast a model is expected to be on this machine.</summary>
/// <param name="TokensPerSecond">Tokens of texts a second.</param>
/// <param name="TextTokens">Tokens of a text that this holds for; longer texts are slower, many short ones together about as fast.</param>
/// <param name="ThreadCount">Threads that computed.</param>
public sealed record SpeedEstimate(double TokensPerSecond, int TextTokens, int ThreadCount);
