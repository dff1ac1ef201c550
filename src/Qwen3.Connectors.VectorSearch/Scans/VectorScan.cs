namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>Queries and the rows that they are scored against.</summary>
internal abstract class VectorScan(int queryCount, int bytesPerRow)
{
    /// <summary>Queries per call at most; each value is read from memory once for all of them.</summary>
    public const int MaxGroup = 4;

    public int QueryCount => queryCount;

    public int BytesPerRow => bytesPerRow;

    /// <summary>Scores queries against consecutive rows. A score does not depend on the other queries and rows of the call.</summary>
    /// <remarks>
    /// Implementations use AggressiveOptimization: with tiered compilation the first ten searches over int8 rows take five times as long as
    /// later ones.
    /// </remarks>
    /// <param name="firstQuery">The first query.</param>
    /// <param name="groupSize">Queries; 1 to <see cref="MaxGroup"/>.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">Rows.</param>
    /// <param name="scores"><c>[groupSize x rowCount]</c>.</param>
    public abstract void Score(int firstQuery, int groupSize, int firstRow, int rowCount, Span<float> scores);
}
