namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>Which results of a ranking are asked for.</summary>
/// <param name="Skip">Results before them.</param>
/// <param name="Top">How many.</param>
internal readonly record struct SearchPage(int Skip, int Top)
{
    /// <summary>Results to fetch, so that the page can be cut from them.</summary>
    public int Candidates(int candidates) => (int)Math.Min(int.MaxValue, Math.Max(candidates, (long)Skip + Top));

    public IEnumerable<T> Cut<T>(IEnumerable<T> ranking) => ranking.Skip(Skip).Take(Top);
}
