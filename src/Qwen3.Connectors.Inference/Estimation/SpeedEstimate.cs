namespace Qwen3.Connectors.Inference;

/// <summary>The expected speed of a model on this machine.</summary>
/// <param name="TokensPerSecond">Tokens of texts per second.</param>
/// <param name="TextTokens">The number of tokens of the measured text. Longer texts are slower, batches of short ones about as fast.</param>
/// <param name="ThreadCount">The number of threads that computed.</param>
public sealed record SpeedEstimate(double TokensPerSecond, int TextTokens, int ThreadCount);
