namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>Queries, and the rows that they are scored against.</summary>
internal abstract class VectorScan(int queryCount, int bytesPerRow)
{
    /// <summary>Queries that one call may score: each value read from memory serves all of them.</summary>
    public const int MaxGroup = 4;

    public int QueryCount => queryCount;

    public int BytesPerRow => bytesPerRow;

    /// <summary>Scores queries against neighbouring rows. A score does not depend on which others are computed with it.</summary>
    /// <remarks>Implementations are compiled optimised at once: else the first ten searches of a process over int8 rows take five times as long as later ones.</remarks>
    /// <param name="firstQuery">The first query.</param>
    /// <param name="groupSize">Queries; 1 to <see cref="MaxGroup"/>.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">Rows.</param>
    /// <param name="scores"><c>[groupSize x rowCount]</c>.</param>
    public abstract void Score(int firstQuery, int groupSize, int firstRow, int rowCount, Span<float> scores);
}
