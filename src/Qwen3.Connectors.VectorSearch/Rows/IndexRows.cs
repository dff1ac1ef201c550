namespace Qwen3.Connectors.VectorSearch.Rows;

/// <summary>
/// The rows of an index with their ids. One writer at a time; readers take <see cref="RowCount"/> first and may read all rows below it.
/// </summary>
/// <remarks>
/// Rows are only appended, and a removed row is only marked: a search never sees a row change. Ids increase from row to row.
/// </remarks>
/// <param name="scanned">Rows that a search scans.</param>
/// <param name="rescored">Rows that score the candidates again; the same object if they are the scanned ones, null for none.</param>
/// <param name="capacity">Rows to allocate at the start.</param>
internal sealed class IndexRows(VectorRows scanned, VectorRows? rescored, int capacity)
{
    private GrowingRows<long> _ids = new(1, capacity);
    private GrowingRows<byte> _removed = new(1, capacity);
    private int _rowCount;
    private int _removedCount;

    public VectorRows Scanned => scanned;

    public VectorRows? Rescored => rescored;

    /// <summary>Whether two encodings are stored.</summary>
    public bool HasBoth => rescored is not null && rescored != scanned;

    /// <summary>Published rows, removed ones included.</summary>
    public int RowCount => Volatile.Read(ref _rowCount);

    public int RemovedCount => Volatile.Read(ref _removedCount);

    /// <summary>The ids of the published rows, <c>[rows]</c>.</summary>
    public ReadOnlySpan<long> Ids => _ids.Values;

    /// <summary>Not 0 where a row was removed, <c>[rows]</c>; empty if none was.</summary>
    public ReadOnlyMemory<byte> Removed => RemovedCount == 0 ? default : _removed.Values;

    /// <summary>Writes the id of a row behind all published rows.</summary>
    public void WriteId(int row, long id)
    {
        _ids.Writable(row)[0] = id;
        _removed.Writable(row)[0] = 0;
    }

    /// <summary>Publishes the rows below a count, all of which were written.</summary>
    public void Publish(int rowCount) => Volatile.Write(ref _rowCount, rowCount);

    /// <summary>Marks the row of an id as removed.</summary>
    /// <returns>Whether the id was there.</returns>
    public bool Remove(long id)
    {
        var row = _ids.Values.AsSpan(0, _rowCount).BinarySearch(id);
        if (row < 0 || _removed[row][0] != 0)
        {
            return false;
        }

        _removed[row][0] = 1;
        Volatile.Write(ref _removedCount, _removedCount + 1);
        return true;
    }

    /// <summary>Returns the numbers of the rows that were not removed, ascending.</summary>
    public int[] FindLive()
    {
        var live = new int[_rowCount - _removedCount];
        var count = 0;
        for (var row = 0; row < _rowCount; row++)
        {
            if (_removed[row][0] == 0)
            {
                live[count++] = row;
            }
        }

        return live;
    }

    /// <summary>Copies the rows that were not removed.</summary>
    public IndexRows Compact()
    {
        var live = FindLive();
        var scannedCopy = scanned.Copy(live);
        var compacted = new IndexRows(scannedCopy, HasBoth ? rescored!.Copy(live) : rescored is null ? null : scannedCopy, 0)
        {
            _ids = _ids.Copy(live),
            _removed = new GrowingRows<byte>(1, live.Length),
        };
        compacted._removed.Values.AsSpan().Clear();
        compacted.Publish(live.Length);
        return compacted;
    }
}
