using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Rows;
using Qwen3.Connectors.VectorSearch.Scans;
using Qwen3.Connectors.VectorSearch.Storage;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// Vectors in memory and a brute-force search by cosine: exact, or over quantised vectors with rescoring. There is no graph to build or
/// tune.
/// Vectors can be added and removed at any time, and the index can be saved to a stream.
/// </summary>
/// <remarks>
/// Safe for concurrent use. A search never waits: it covers the vectors that were in the index when it started, and may still return
/// one that is removed meanwhile. Adding and removing wait for each other. Results do not depend on the number of threads or on other
/// queries of the call; equal scores are in the order of their ids.
/// </remarks>
public sealed class VectorIndex
{
    /// <summary>Fewer removed rows than this are not worth a copy.</summary>
    private const int MinRemovedToCompact = 64;

    private readonly int _candidateMultiplier;
    private readonly int _threadCount;
    private readonly Lock _changing = new();
    private volatile IndexRows _rows;
    private long _nextId;

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Values of a vector; at least 1.</param>
    /// <param name="options">How vectors are stored and searched; null for an exact search.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or int8 is requested without <see cref="VectorIndexOptions.Calibration"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The capacity exceeds the maximum array length.</exception>
    public VectorIndex(int dimensions, VectorIndexOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        options ??= new VectorIndexOptions();
        options.Check(dimensions, nameof(options));
        Dimensions = dimensions;
        Space = options.Space;
        _candidateMultiplier = options.CandidateMultiplier;
        _threadCount = options.ThreadCount ?? Environment.ProcessorCount;
        var scanDimensions = options.ScanDimensions ?? dimensions;
        var scanned = CreateRows(options.ScanEncoding, scanDimensions, options);
        var rescored = options.RescoreEncoding is not { } encoding ? null
            : encoding == options.ScanEncoding && scanDimensions == dimensions ? scanned
            : CreateRows(encoding, dimensions, options);
        _rows = new IndexRows(scanned, rescored, options.Capacity);
    }

    private VectorIndex(SavedIndex saved)
    {
        Dimensions = saved.Header.Dimensions;
        Space = saved.Header.Space;
        _candidateMultiplier = saved.Header.CandidateMultiplier;
        _threadCount = Environment.ProcessorCount;
        _rows = saved.Rows;
        _nextId = saved.Header.NextId;
    }

    /// <summary>Gets the number of values of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// Gets the identifier of the vector space, as <see cref="VectorIndexOptions.Space"/> set it; null if it was not set.
    /// </summary>
    public string? Space { get; }

    /// <summary>Gets the number of vectors in the index.</summary>
    public int Count
    {
        get
        {
            var rows = _rows;
            return rows.RowCount - rows.RemovedCount;
        }
    }

    /// <summary>Gets the bytes of memory per vector in all its encodings; the id and a mark take 9 bytes more.</summary>
    public int BytesPerVector
    {
        get
        {
            var rows = _rows;
            return rows.Scanned.BytesPerRow + (rows.HasBoth ? rows.Rescored!.BytesPerRow : 0);
        }
    }

    /// <summary>
    /// Creates an index of vectors. Int8 ranges are taken from them, unless <see cref="VectorIndexOptions.Calibration"/> is set.
    /// </summary>
    /// <param name="vectors">
    /// <c>[vectors][dimensions]</c>; at least one; enumerated once. Their norms are ignored. The first gets the id 0.
    /// </param>
    /// <param name="options">How vectors are stored and searched; not changed. Null for an exact search.</param>
    /// <returns>The index.</returns>
    /// <exception cref="ArgumentException">
    /// There are no vectors, one has another number of dimensions than the first, a value that is not finite or only zeros (the message
    /// names it), or an option is out of its range.
    /// </exception>
    public static VectorIndex Create(IEnumerable<ReadOnlyMemory<float>> vectors, VectorIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var list = VectorInput.Check(vectors, null, nameof(vectors));
        if (list.Count == 0)
        {
            throw new ArgumentException(
                "There are no vectors, so their width is not known; use the constructor for an empty index.", nameof(vectors));
        }

        options = options?.Clone() ?? new VectorIndexOptions();
        options.Calibration ??= list;
        options.Capacity = Math.Max(options.Capacity, list.Count);
        var index = new VectorIndex(list[0].Length, options);
        index.AddRange(list);
        return index;
    }

    /// <summary>Reads an index that <see cref="Save"/> wrote; it is searched by as many threads as there are cores.</summary>
    /// <param name="stream">Read from its position to the end of the index; not closed.</param>
    /// <returns>An index with the same vectors, ids and options.</returns>
    /// <exception cref="InvalidDataException">
    /// The data is not a vector index, is of a newer version, ends early, or does not match its checksum.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static VectorIndex Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new VectorIndex(SavedIndex.Read(stream));
    }

    /// <summary>Writes all vectors with their ids and the options of the index: little-endian, with a version and a checksum.</summary>
    /// <param name="stream">
    /// Written from its position on; not closed. Write to a new file and rename it, so that a failure leaves the old file.
    /// </param>
    /// <remarks>
    /// Vectors that are added or removed meanwhile are not in the result or still in it. Searches and changes do not wait.
    /// </remarks>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        IndexRows rows;
        int[] live;
        IndexHeader header;
        lock (_changing)
        {
            rows = _rows;
            live = rows.FindLive();
            header = IndexHeader.Of(rows, Dimensions, _candidateMultiplier, Space, _nextId, live.Length);
        }

        // Published rows never change, so that writing them needs no lock.
        SavedIndex.Write(stream, header, rows, live);
    }

    /// <summary>Adds a vector.</summary>
    /// <param name="vector"><c>[dimensions]</c>, of any norm but zero; the norm is ignored.</param>
    /// <returns>Its id: higher than all ids before, never used again.</returns>
    /// <exception cref="ArgumentException">
    /// The vector has another number of dimensions, a value that is not finite, or only zeros; nothing is added.
    /// </exception>
    /// <exception cref="InvalidOperationException">The index is full: it has reached the maximum array length.</exception>
    public long Add(ReadOnlyMemory<float> vector) => AddRange([vector]);

    /// <summary>Adds vectors: all, or none if one is refused.</summary>
    /// <param name="vectors"><c>[vectors][dimensions]</c>; enumerated once. Their norms are ignored.</param>
    /// <returns>The id of the first; the others follow it.</returns>
    /// <exception cref="ArgumentException">
    /// A vector has another number of dimensions, a value that is not finite, or only zeros; the message names it, counted from 0 in
    /// this call.
    /// </exception>
    /// <exception cref="InvalidOperationException">The index is full: it has reached the maximum array length.</exception>
    public long AddRange(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);

        // Enumerated first: an enumerator is the caller's code, which must not run inside the lock.
        var list = vectors.ToList();
        lock (_changing)
        {
            var rows = _rows;
            var firstRow = rows.RowCount;
            for (var i = 0; i < list.Count; i++)
            {
                var row = checked(firstRow + i);
                Write(rows, row, VectorInput.Unit(list[i].Span, Dimensions, i, nameof(vectors)), i);
                rows.WriteId(row, _nextId + i);
            }

            var firstId = _nextId;
            _nextId += list.Count;
            rows.Publish(firstRow + list.Count);
            return firstId;
        }
    }

    /// <summary>Removes a vector. Its memory is reused once a quarter of the index has been removed.</summary>
    /// <param name="id">An id that <see cref="Add"/> returned.</param>
    /// <returns>Whether the id was in the index.</returns>
    public bool Remove(long id)
    {
        lock (_changing)
        {
            if (!_rows.Remove(id))
            {
                return false;
            }

            // Searches that run keep the old rows. A copy of n rows follows n/4 removals, so that a removal costs a constant time on
            // average.
            if (_rows.RemovedCount >= Math.Max(MinRemovedToCompact, _rows.RowCount / 4))
            {
                _rows = _rows.Compact();
            }

            return true;
        }
    }

    /// <summary>Finds the vectors nearest to a query.</summary>
    /// <param name="query"><c>[dimensions]</c>, of any norm but zero.</param>
    /// <param name="count">Requested matches; at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Matches, best first; fewer than requested if the index has fewer vectors.</returns>
    /// <exception cref="ArgumentException">
    /// The query has another number of dimensions, a value that is not finite, or only zeros; or <paramref name="count"/> is below 1.
    /// </exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public VectorMatch[] Search(ReadOnlyMemory<float> query, int count, CancellationToken cancellationToken = default) =>
        Search([query], count, cancellationToken)[0];

    /// <summary>
    /// Finds the vectors nearest to each of several queries in one pass over memory, which is faster than one search per query.
    /// </summary>
    /// <param name="queries"><c>[queries][dimensions]</c>, of any norm but zero; enumerated once.</param>
    /// <param name="count">Requested matches per query; at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns><c>[queries]</c>: matches of each, best first; fewer than requested if the index has fewer vectors.</returns>
    /// <exception cref="ArgumentException">
    /// A query has another number of dimensions, a value that is not finite, or only zeros; or <paramref name="count"/> is below 1.
    /// </exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public VectorMatch[][] Search(IEnumerable<ReadOnlyMemory<float>> queries, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var units = queries.Select((query, i) => VectorInput.Unit(query.Span, Dimensions, i, nameof(queries))).ToList();

        // The row count is read before anything else of the rows: all rows below it can be read without a lock.
        var rows = _rows;
        var rowCount = rows.RowCount;
        var removed = rows.Removed;
        var scan = rows.Scanned.Prepare([.. units.Select((unit, i) => Truncate(rows, unit, i, nameof(queries)))]);
        var candidateCount = rows.Rescored is null ? count : (int)Math.Min(rowCount, (long)count * _candidateMultiplier);
        var candidates = ParallelScan.FindBest(scan, rowCount, removed, candidateCount, _threadCount, cancellationToken);
        if (rows.Rescored is { } rescored)
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threadCount, CancellationToken = cancellationToken };
            Parallel.For(0, candidates.Length, parallel, i => candidates[i] = Rescore(rescored, units[i], candidates[i], count));
        }

        return Array.ConvertAll(
            candidates, matches => Array.ConvertAll(matches, match => new VectorMatch(rows.Ids[match.Row], match.Score)));
    }

    /// <summary>Measures the mean recall of this index: the share of the matches of an exact search that a search here finds too.</summary>
    /// <param name="exact">An index with default options and the same vectors and ids.</param>
    /// <param name="queries"><c>[queries][dimensions]</c>; at least one; enumerated once.</param>
    /// <param name="count">Matches per query to compare: the k of "recall at k"; at least 1.</param>
    /// <param name="cancellationToken">Stops the searches.</param>
    /// <returns>0 to 1, averaged over the queries.</returns>
    /// <exception cref="ArgumentException">
    /// The indexes differ in width or count or are empty, there are no queries, or a query or <paramref name="count"/> is not valid for a
    /// search.
    /// </exception>
    /// <exception cref="OperationCanceledException">The searches were cancelled.</exception>
    public double MeasureRecall(
        VectorIndex exact, IEnumerable<ReadOnlyMemory<float>> queries, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(queries);
        var list = queries.ToList();
        if (list.Count == 0 || Count == 0 || exact.Count != Count || exact.Dimensions != Dimensions)
        {
            throw new ArgumentException(
                $"The indexes have {Count} vectors of {Dimensions} and {exact.Count} of {exact.Dimensions} values, "
                + $"and there are {list.Count} queries; "
                + "the same vectors in both, and at least 1 query, were expected.",
                nameof(exact));
        }

        var found = Search(list, count, cancellationToken);
        return found.Zip(exact.Search(list, count, cancellationToken), ShareOf).Average();
    }

    private static double ShareOf(VectorMatch[] found, VectorMatch[] exact) =>
        (double)exact.Select(match => match.Id).Intersect(found.Select(match => match.Id)).Count() / exact.Length;

    private static RowMatch[] Rescore(VectorRows rows, float[] query, RowMatch[] candidates, int count)
    {
        var best = new TopMatches(Math.Min(count, candidates.Length));
        foreach (var candidate in candidates)
        {
            best.Offer(new RowMatch(candidate.Row, rows.Score(query, candidate.Row)));
        }

        return best.ToSorted();
    }

    private VectorRows CreateRows(VectorEncoding encoding, int dimensions, VectorIndexOptions options)
    {
        // Ranges are those of the stored vectors: a truncated and normalised vector has other ranges than the start of the full one.
        QuantizationRanges? ranges = null;
        if (encoding == VectorEncoding.Int8)
        {
            var sample = VectorInput.Check(options.Calibration!, Dimensions, nameof(options));
            ranges = QuantizationRanges.Calibrate(
                sample.Select((vector, i) => (ReadOnlyMemory<float>)VectorInput.Truncate(vector.Span, dimensions, i, nameof(options))));
        }

        return VectorRows.Create(encoding, dimensions, options.Capacity, ranges);
    }

    private void Write(IndexRows rows, int row, float[] unit, int index)
    {
        rows.Scanned.Write(row, Truncate(rows, unit, index, "vectors"));
        if (rows.HasBoth)
        {
            rows.Rescored!.Write(row, unit);
        }
    }

    private float[] Truncate(IndexRows rows, float[] unit, int index, string parameterName) =>
        rows.Scanned.Dimensions == Dimensions ? unit : VectorInput.Truncate(unit, rows.Scanned.Dimensions, index, parameterName);
}
