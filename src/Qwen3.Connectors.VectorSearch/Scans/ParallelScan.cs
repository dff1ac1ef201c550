namespace Qwen3.Connectors.VectorSearch.Scans;

/// <summary>One pass over all rows for all queries, by several threads.</summary>
internal static class ParallelScan
{
    // A block stays in a core's second-level cache while every query visits it.
    private const int BlockBytes = 128 * 1024;

    // Less work than this is done before another thread has woken up.
    private const int PartitionBytes = 1024 * 1024;

    /// <summary>What to do with scores.</summary>
    /// <param name="worker">Which worker calls: it may keep results of its own.</param>
    /// <param name="query">The query.</param>
    /// <param name="firstRow">The row of the first score.</param>
    /// <param name="scores"><c>[rows]</c>.</param>
    public delegate void ScoresHandler(int worker, int query, int firstRow, ReadOnlySpan<float> scores);

    /// <summary>The best rows of every query, best first.</summary>
    /// <param name="scan">Queries and rows.</param>
    /// <param name="rowCount">Rows to look at.</param>
    /// <param name="count">Matches a query.</param>
    /// <param name="threadCount">Threads at the most.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns><c>[queries][min(count, rowCount)]</c>.</returns>
    public static VectorMatch[][] FindBest(VectorScan scan, int rowCount, int count, int threadCount, CancellationToken cancellationToken)
    {
        var kept = Math.Min(count, rowCount);
        var best = new TopMatches?[threadCount, scan.QueryCount];
        Visit(
            scan,
            rowCount,
            threadCount,
            (worker, query, firstRow, scores) => (best[worker, query] ??= new TopMatches(kept)).Offer(scores, firstRow),
            cancellationToken);

        var results = new VectorMatch[scan.QueryCount][];
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
    /// <param name="rowCount">Rows to look at.</param>
    /// <param name="threadCount">Threads at the most: workers are numbered below it.</param>
    /// <param name="handler">Takes the scores.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
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

        // Workers take partitions as they come: a core that others keep busy takes fewer.
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
