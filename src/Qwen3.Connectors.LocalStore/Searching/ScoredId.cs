namespace Qwen3.Connectors.LocalStore.Searching;

/// <summary>A record that a search found.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Score">Its score, by the distance function or by rank fusion.</param>
internal readonly record struct ScoredId(long Id, double Score);
