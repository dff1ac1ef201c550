namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>The part of a ranking that a search returns.</summary>
/// <param name="Skip">The number of results before it.</param>
/// <param name="Top">The maximum number of results.</param>
internal readonly record struct SearchPage(int Skip, int Top)
{
    /// <summary>Returns the number of results to fetch: the given number, or more if the page needs more.</summary>
    public int Candidates(int candidates) => (int)Math.Min(int.MaxValue, Math.Max(candidates, (long)Skip + Top));

    public IEnumerable<T> Select<T>(IEnumerable<T> ranking) => ranking.Skip(Skip).Take(Top);
}
