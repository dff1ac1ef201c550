namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>One pass over all rows for all queries, by several threads.</summary>
internal static class ParallelScan
{
    // A block stays in the L2 cache of a core while all queries are scored against it.
    private const int BlockBytes = 128 * 1024;

    // Less work than this is done before another thread has started.
    private const int PartitionBytes = 1024 * 1024;

    /// <summary>Receives scores.</summary>
    /// <param name="worker">The number of the calling worker, for results per worker.</param>
    /// <param name="query">The query.</param>
    /// <param name="firstRow">The row of the first score.</param>
    /// <param name="scores"><c>[rows]</c>.</param>
    public delegate void ScoresHandler(int worker, int query, int firstRow, ReadOnlySpan<float> scores);

    /// <summary>Finds the best rows of every query, best first.</summary>
    /// <param name="scan">Queries and rows.</param>
    /// <param name="rowCount">Rows to scan.</param>
    /// <param name="removed">Not 0 where a row was removed, <c>[rows]</c>; empty if none was.</param>
    /// <param name="count">Matches per query.</param>
    /// <param name="threadCount">Threads at most.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <returns><c>[queries][min(count, rows that were not removed)]</c>.</returns>
    public static RowMatch[][] FindBest(
        VectorScan scan, int rowCount, ReadOnlyMemory<byte> removed, int count, int threadCount, CancellationToken cancellationToken)
    {
        var kept = Math.Min(count, rowCount);
        var best = new TopMatches?[threadCount, scan.QueryCount];
        Visit(
            scan,
            rowCount,
            threadCount,
            (worker, query, firstRow, scores) => (best[worker, query] ??= new TopMatches(kept)).Offer(
                scores, firstRow, removed.IsEmpty ? default : removed.Span.Slice(firstRow, scores.Length)),
            cancellationToken);

        var results = new RowMatch[scan.QueryCount][];
        for (var query = 0; query < results.Length; query++)
        {
            var all = new TopMatches(kept);
            for (var worker = 0; worker < threadCount; worker++)
            {
                if (best[worker, query] is { } some)
                {
                    all.OfferAll(some);
                }
            }

            results[query] = all.ToSorted();
        }

        return results;
    }

    /// <summary>Scores all rows for all queries, in no particular order.</summary>
    /// <param name="scan">Queries and rows.</param>
    /// <param name="rowCount">Rows to scan.</param>
    /// <param name="threadCount">Threads at most; workers have lower numbers.</param>
    /// <param name="handler">Receives the scores.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static void Visit(VectorScan scan, int rowCount, int threadCount, ScoresHandler handler, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (scan.QueryCount == 0 || rowCount == 0)
        {
            return;
        }

        var blockRows = Math.Clamp(BlockBytes / scan.BytesPerRow, 8, 1024);
        var bytesPerBlock = (long)blockRows * scan.BytesPerRow * scan.QueryCount;
        var partitionRows = (int)Math.Min(blockRows * Math.Max(1, PartitionBytes / bytesPerBlock), int.MaxValue / 2);
        var partitions = (int)((rowCount + (long)partitionRows - 1) / partitionRows);
        var next = -1;

        var workers = Math.Min(threadCount, partitions);
        if (workers == 1)
        {
            Work(0);
        }
        else
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, Work);
        }

        // Workers take the next partition when they finish one, so that a worker on a busy core takes fewer.
        void Work(int worker)
        {
            var scores = new float[VectorScan.MaxGroup * blockRows];
            for (var partition = Interlocked.Increment(ref next); partition < partitions; partition = Interlocked.Increment(ref next))
            {
                var end = (int)Math.Min(rowCount, (partition + 1L) * partitionRows);
                for (var row = partition * partitionRows; row < end; row += blockRows)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    VisitBlock(scan, worker, row, Math.Min(blockRows, end - row), scores, handler);
                }
            }
        }
    }

    private static void VisitBlock(VectorScan scan, int worker, int firstRow, int rowCount, Span<float> scores, ScoresHandler handler)
    {
        for (var query = 0; query < scan.QueryCount; query += VectorScan.MaxGroup)
        {
            var group = Math.Min(VectorScan.MaxGroup, scan.QueryCount - query);
            scan.Score(query, group, firstRow, rowCount, scores);
            for (var i = 0; i < group; i++)
            {
                handler(worker, query + i, firstRow, scores.Slice(i * rowCount, rowCount));
            }
        }
    }
}
