using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Rows;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// Many vectors in one block of memory, and the search for those nearest to a query by cosine: exact, or in small codes with rescoring. Every vector is
/// looked at: there is no graph to build or tune. Vectors can be added but not removed.
/// </summary>
/// <remarks>
/// Safe for concurrent use: searches see the vectors that were there when they started, and wait for nobody; adding waits for others that add. Results are
/// the same for any number of threads and any company of queries: equal scores are in the order of their indexes.
/// </remarks>
public sealed class VectorIndex
{
    private readonly VectorRows _scanned;
    private readonly VectorRows? _rescored;
    private readonly int _candidateMultiplier;
    private readonly int _threadCount;
    private readonly Lock _adding = new();
    private int _count;

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Values of a vector; at least 1.</param>
    /// <param name="options">How vectors are kept and searched; null for an exact search.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or int8 is asked for without <see cref="VectorIndexOptions.Calibration"/>.</exception>
    /// <exception cref="InvalidOperationException">The capacity is more than an array can have.</exception>
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
        _scanned = CreateRows(options.ScanEncoding, scanDimensions, options);
        _rescored = options.RescoreEncoding is not { } encoding ? null
            : encoding == options.ScanEncoding && scanDimensions == dimensions ? _scanned
            : CreateRows(encoding, dimensions, options);
    }

    /// <summary>Values of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Gets the identifier of the vectors' space, as <see cref="VectorIndexOptions.Space"/> gave it; null if it was not set.</summary>
    public string? Space { get; }

    /// <summary>Vectors in the index.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of memory that a vector takes, in all encodings it is kept in.</summary>
    public int BytesPerVector => _scanned.BytesPerRow + (_rescored is null || _rescored == _scanned ? 0 : _rescored.BytesPerRow);

    /// <summary>Creates an index of vectors. Int8 ranges are taken from these, unless <see cref="VectorIndexOptions.Calibration"/> has others.</summary>
    /// <param name="vectors"><c>[vectors][dimensions]</c>; at least one; enumerated once. They need not have norm one: their directions are kept.</param>
    /// <param name="options">How vectors are kept and searched; not changed. Null for an exact search.</param>
    /// <exception cref="ArgumentException">
    /// There are no vectors, one is of another width than the first, has a value that is not finite or has no direction (the message names it), or an option
    /// is out of its range.
    /// </exception>
    public static VectorIndex Create(IEnumerable<ReadOnlyMemory<float>> vectors, VectorIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var list = VectorInput.Check(vectors, null, nameof(vectors));
        if (list.Count == 0)
        {
            throw new ArgumentException("There are no vectors, so their width is not known; use the constructor for an empty index.", nameof(vectors));
        }

        options = options?.Clone() ?? new VectorIndexOptions();
        options.Calibration ??= list;
        options.Capacity = Math.Max(options.Capacity, list.Count);
        var index = new VectorIndex(list[0].Length, options);
        index.AddRange(list);
        return index;
    }

    /// <summary>Adds a vector.</summary>
    /// <param name="vector"><c>[dimensions]</c>, of any norm but zero: its direction is kept.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">It is of another width, has a value that is not finite, or has no direction; nothing is added.</exception>
    /// <exception cref="InvalidOperationException">The index is as large as an array can be.</exception>
    public int Add(ReadOnlyMemory<float> vector) => AddRange([vector]);

    /// <summary>Adds vectors: all, or none if one is refused.</summary>
    /// <param name="vectors"><c>[vectors][dimensions]</c>; enumerated once. They need not have norm one: their directions are kept.</param>
    /// <returns>The index of the first; the others follow it.</returns>
    /// <exception cref="ArgumentException">
    /// A vector is of another width, has a value that is not finite, or has no direction; the message names it, counted from 0 in this call.
    /// </exception>
    /// <exception cref="InvalidOperationException">The index is as large as an array can be.</exception>
    public int AddRange(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);

        // Read first: an enumerator is the caller's code, and must not run inside the lock.
        var list = vectors.ToList();
        lock (_adding)
        {
            var first = _count;
            for (var i = 0; i < list.Count; i++)
            {
                Write(checked(first + i), VectorInput.Unit(list[i].Span, Dimensions, i, nameof(vectors)), i);
            }

            // Published after all rows are written: searches read the count first.
            Volatile.Write(ref _count, first + list.Count);
            return first;
        }
    }

    /// <summary>The vectors nearest to a query.</summary>
    /// <param name="query"><c>[dimensions]</c>, of any norm but zero.</param>
    /// <param name="count">Matches wanted; at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Matches, best first; fewer than asked for where the index has no more vectors.</returns>
    /// <exception cref="ArgumentException">The query is of another width, has a value that is not finite, or has no direction; or the count is below 1.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public VectorMatch[] Search(ReadOnlyMemory<float> query, int count, CancellationToken cancellationToken = default) =>
        Search([query], count, cancellationToken)[0];

    /// <summary>The vectors nearest to each of several queries. They share a pass over memory: that is faster than one search after another.</summary>
    /// <param name="queries"><c>[queries][dimensions]</c>, of any norm but zero; enumerated once.</param>
    /// <param name="count">Matches wanted for each; at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns><c>[queries]</c>: matches of each, best first; fewer than asked for where the index has no more vectors.</returns>
    /// <exception cref="ArgumentException">A query is of another width, has a value that is not finite, or has no direction; or the count is below 1.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public VectorMatch[][] Search(IEnumerable<ReadOnlyMemory<float>> queries, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var units = queries.Select((query, i) => VectorInput.Unit(query.Span, Dimensions, i, nameof(queries))).ToList();
        var rowCount = Count;
        var scan = _scanned.Prepare([.. units.Select((unit, i) => Cut(unit, i, nameof(queries)))]);
        if (_rescored is null)
        {
            return ParallelScan.FindBest(scan, rowCount, count, _threadCount, cancellationToken);
        }

        var candidateCount = (int)Math.Min(rowCount, (long)count * _candidateMultiplier);
        var candidates = ParallelScan.FindBest(scan, rowCount, candidateCount, _threadCount, cancellationToken);
        var results = new VectorMatch[units.Count][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threadCount, CancellationToken = cancellationToken };
        Parallel.For(0, results.Length, parallel, i => results[i] = Rescore(_rescored, units[i], candidates[i], count));
        return results;
    }

    /// <summary>Searches here and in an exact index of the same vectors, and compares what was found.</summary>
    /// <param name="exact">An index of the same vectors in the same order that searches exactly: one with default options.</param>
    /// <param name="queries"><c>[queries][dimensions]</c>; at least one; enumerated once.</param>
    /// <param name="count">Matches to compare for each; at least 1.</param>
    /// <param name="cancellationToken">Stops the searches.</param>
    /// <exception cref="ArgumentException">The indexes differ in width or count or are empty, there are no queries, or a query or the count is refused by a search.</exception>
    /// <exception cref="OperationCanceledException">The searches were cancelled.</exception>
    public SearchRecall MeasureRecall(VectorIndex exact, IEnumerable<ReadOnlyMemory<float>> queries, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(queries);
        var list = queries.ToList();
        if (list.Count == 0 || Count == 0 || exact.Count != Count || exact.Dimensions != Dimensions)
        {
            throw new ArgumentException(
                $"The indexes have {Count} vectors of {Dimensions} and {exact.Count} of {exact.Dimensions} values, and there are {list.Count} queries; the same vectors in both, and at least 1 query, were expected.",
                nameof(exact));
        }

        return Compare(Search(list, count, cancellationToken), exact.Search(list, count, cancellationToken));
    }

    private static SearchRecall Compare(VectorMatch[][] found, VectorMatch[][] exact)
    {
        var shares = found.Zip(exact, (some, all) => (double)all.Select(match => match.Index).Intersect(some.Select(match => match.Index)).Count() / all.Length).ToList();
        var firsts = found.Zip(exact).Count(pair => pair.First[0].Index == pair.Second[0].Index);
        return new SearchRecall(shares.Count, exact[0].Length, shares.Average(), shares.Min(), (double)firsts / shares.Count);
    }

    private static VectorMatch[] Rescore(VectorRows rows, float[] query, VectorMatch[] candidates, int count)
    {
        var best = new TopMatches(Math.Min(count, candidates.Length));
        foreach (var candidate in candidates)
        {
            best.Offer(new VectorMatch(candidate.Index, rows.Score(query, candidate.Index)));
        }

        return best.ToSorted();
    }

    private VectorRows CreateRows(VectorEncoding encoding, int dimensions, VectorIndexOptions options)
    {
        // Ranges are those of what is kept: vectors that were cut and are of norm one again have other ranges than the start of the full ones.
        QuantizationRanges? ranges = null;
        if (encoding == VectorEncoding.Int8)
        {
            var sample = VectorInput.Check(options.Calibration!, Dimensions, nameof(options));
            ranges = QuantizationRanges.Calibrate(sample.Select((vector, i) => (ReadOnlyMemory<float>)VectorInput.Cut(vector.Span, dimensions, i, nameof(options))));
        }

        return VectorRows.Create(encoding, dimensions, options.Capacity, ranges);
    }

    private void Write(int row, float[] unit, int index)
    {
        _scanned.Write(row, Cut(unit, index, "vectors"));
        if (_rescored != _scanned)
        {
            _rescored?.Write(row, unit);
        }
    }

    private float[] Cut(float[] unit, int index, string parameterName) =>
        _scanned.Dimensions == Dimensions ? unit : VectorInput.Cut(unit, _scanned.Dimensions, index, parameterName);
}
