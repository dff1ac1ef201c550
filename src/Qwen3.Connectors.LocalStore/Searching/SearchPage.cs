namespace Qwen3.Connectors.LocalStore.Searching;

/// <summary>Which of the results are returned.</summary>
/// <param name="Top">Results at most.</param>
/// <param name="Skip">Results to leave out at the start.</param>
/// <param name="Threshold">The score that a result must reach; null for any.</param>
/// <param name="IncludeVectors">Whether records have their vectors.</param>
internal sealed record SearchPage(int Top, int Skip, double? Threshold, bool IncludeVectors)
{
    /// <summary>Results to find.</summary>
    public int Count => (int)Math.Min((long)Top + Skip, int.MaxValue);
}
