namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>What was computed in what time.</summary>
/// <param name="Texts">Texts that were embedded.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="AttentionPairs">Pairs of a token and one that it looks at, itself included: n (n + 1) / 2 for a text of n tokens.</param>
/// <param name="Elapsed">The time that it took.</param>
internal readonly record struct BenchmarkSpeed(int Texts, long Tokens, long AttentionPairs, TimeSpan Elapsed);
