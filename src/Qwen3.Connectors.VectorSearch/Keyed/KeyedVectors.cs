using System.Numerics.Tensors;
using Qwen3.Connectors.VectorSearch.Arithmetic;
using Qwen3.Connectors.VectorSearch.Rows;
using Qwen3.Connectors.VectorSearch.Scans;

namespace Qwen3.Connectors.VectorSearch.Keyed;

/// <summary>Vectors under ascending ids of the caller, searched by any metric, all of them or a set of ids.</summary>
/// <remarks>Not synchronised: searches may run beside each other, and not beside changes.</remarks>
internal sealed class KeyedVectors
{
    private const int MinRemovedToCompact = 64;

    private readonly VectorMetric _metric;
    private readonly int _dimensions;
    private readonly float[] _prepared;
    private IndexRows _rows;
    private long _lastId = long.MinValue;

    /// <param name="dimensions">Values of a vector.</param>
    /// <param name="metric">The metric. Encodings but Float32, and fewer scanned dimensions, require a dot product.</param>
    /// <param name="encoding">How vectors are kept.</param>
    /// <param name="scanDimensions">How many of the first values are kept.</param>
    /// <param name="ranges">The ranges of int8 codes; null in other encodings.</param>
    /// <param name="capacity">Vectors to allocate memory for.</param>
    public KeyedVectors(
        int dimensions, VectorMetric metric, VectorEncoding encoding, int scanDimensions, QuantizationRanges? ranges, int capacity)
    {
        _dimensions = dimensions;
        _metric = metric;
        _prepared = new float[scanDimensions];
        _rows = new IndexRows(VectorRows.Create(encoding, scanDimensions, capacity, ranges), null, capacity);
    }

    public int Count => _rows.RowCount - _rows.RemovedCount;

    /// <summary>Returns a vector as it is kept: its first values, of norm one for cosine.</summary>
    /// <param name="vector"><c>[dimensions]</c>, finite.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="destination"><c>[kept dimensions]</c>. A vector of zeros, which has no direction, stays zero.</param>
    public static void Prepare(ReadOnlySpan<float> vector, VectorMetric metric, Span<float> destination)
    {
        vector = vector[..destination.Length];
        if (metric != VectorMetric.Cosine)
        {
            vector.CopyTo(destination);
            return;
        }

        var norm = TensorPrimitives.Norm(vector);
        if (norm is > 1e-18f and < 1e18f)
        {
            TensorPrimitives.Divide(vector, norm, destination);
        }
        else if (MatryoshkaVector.TruncateAndNormalize(vector, vector.Length) is { } unit)
        {
            // Squares that overflow or vanish as floats are summed as doubles.
            unit.CopyTo(destination);
        }
        else
        {
            destination.Clear();
        }
    }

    /// <summary>Adds a vector.</summary>
    /// <param name="id">Higher than all ids before.</param>
    /// <param name="vector"><c>[dimensions]</c>, finite.</param>
    public void Add(long id, ReadOnlySpan<float> vector)
    {
        if (id <= _lastId || vector.Length != _dimensions)
        {
            throw new InvalidOperationException(
                $"Id {id} follows {_lastId}, or {vector.Length} values are not {_dimensions}. This is a bug.");
        }

        var row = _rows.RowCount;
        Prepare(vector, _metric, _prepared);
        _rows.Scanned.Write(row, _prepared);
        _rows.WriteId(row, id);
        _rows.Publish(row + 1);
        _lastId = id;
    }

    /// <summary>Removes a vector, if it is there.</summary>
    public void Remove(long id)
    {
        if (_rows.Remove(id) && _rows.RemovedCount >= Math.Max(MinRemovedToCompact, _rows.RowCount / 4))
        {
            _rows = _rows.Compact();
        }
    }

    /// <summary>Finds the nearest vectors.</summary>
    /// <param name="query"><c>[dimensions]</c>, finite.</param>
    /// <param name="count">Requested matches.</param>
    /// <param name="allowed">The ids to choose from, ascending; null for all.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Matches, best first; equal scores in the order of their ids.</returns>
    public VectorMatch[] Search(ReadOnlySpan<float> query, int count, IReadOnlyList<long>? allowed, CancellationToken cancellationToken)
    {
        var prepared = new float[_prepared.Length];
        Prepare(query, _metric, prepared);
        var rowCount = _rows.RowCount;
        RowMatch[] matches;
        if (allowed is not null && allowed.Count < rowCount / 8)
        {
            matches = SearchRows(Score(prepared), count, FindRows(allowed), cancellationToken);
        }
        else
        {
            var excluded = allowed is null ? _rows.Removed : Excluded(FindRows(allowed));
            matches = ParallelScan.FindBest(Scan(prepared), rowCount, excluded, count, Environment.ProcessorCount, cancellationToken)[0];
        }

        return Array.ConvertAll(matches, match => new VectorMatch(_rows.Ids[match.Row], match.Score));
    }

    private static RowMatch[] SearchRows(Func<int, float> score, int count, List<int> rows, CancellationToken cancellationToken)
    {
        var best = new TopMatches(Math.Min(count, rows.Count));
        for (var i = 0; i < rows.Count; i++)
        {
            if (i % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            best.Offer(new RowMatch(rows[i], score(rows[i])));
        }

        return best.ToSorted();
    }

    /// <summary>Returns the rows of ids that are here and not removed, ascending.</summary>
    private List<int> FindRows(IReadOnlyList<long> ids)
    {
        var rows = new List<int>(ids.Count);
        var removed = _rows.Removed.Span;
        var remaining = _rows.Ids[.._rows.RowCount];
        var first = 0;
        foreach (var id in ids)
        {
            var found = remaining[first..].BinarySearch(id);
            first += found < 0 ? ~found : found;
            if (found >= 0 && (removed.IsEmpty || removed[first] == 0))
            {
                rows.Add(first);
            }
        }

        return rows;
    }

    private byte[] Excluded(List<int> rows)
    {
        var excluded = new byte[_rows.RowCount];
        Array.Fill(excluded, (byte)1);
        foreach (var row in rows)
        {
            excluded[row] = 0;
        }

        return excluded;
    }

    private VectorScan Scan(float[] query) => Distance() is { } distance
        ? new DistanceScan(distance, Padded(query), ((FloatRows)_rows.Scanned).Values)
        : _rows.Scanned.Prepare([query]);

    private Func<int, float> Score(float[] query)
    {
        var rows = _rows.Scanned;
        if (Distance() is not { } distance)
        {
            return row => rows.Score(query, row);
        }

        var padded = Padded(query);
        return row => -distance(((FloatRows)rows).Values.AsSpan(row * padded.Length, padded.Length), padded);
    }

    private float[] Padded(float[] query)
    {
        var padded = new float[_rows.Scanned.BytesPerRow / sizeof(float)];
        query.CopyTo(padded, 0);
        return padded;
    }

    private Func<ReadOnlySpan<float>, ReadOnlySpan<float>, float>? Distance() => _metric switch
    {
        VectorMetric.SquaredEuclidean => FloatDistance.SquaredEuclidean,
        VectorMetric.Manhattan => FloatDistance.Manhattan,
        VectorMetric.Hamming => FloatDistance.Hamming,
        _ => null,
    };
}
