using Qwen3.Connectors.LocalStore.Storage;
using Qwen3.Connectors.VectorSearch;
using Qwen3.Connectors.VectorSearch.Keyed;

namespace Qwen3.Connectors.LocalStore.Indexing;

// The lock has no handle to free, and an index that is dropped may still be searched.
#pragma warning disable CA1001

/// <summary>The vectors of a property in memory. They are read on first use and then follow the changes of all processes.</summary>
/// <remarks>
/// A search runs under a shared lock, at the version that its transaction sees: ids that it finds are records of that transaction. An
/// index that is behind reads the vectors above the highest id it knows, and the log of removals. One that is ahead, because another
/// transaction took it further meanwhile, makes the caller begin again.
/// </remarks>
internal sealed class LiveIndex(IndexPlan plan, int ordinal)
{
    /// <summary>Below it, vectors are kept as they are: too few to take the ranges of codes from, and too few to matter.</summary>
    private const int MinForCodes = 1024;

    /// <summary>Vectors that the ranges of int8 codes are taken from.</summary>
    private const int Sample = 4096;

    private readonly ReaderWriterLockSlim _lock = new();
    private KeyedVectors? _vectors;
    private IndexPlan? _kept;
    private long _collection;
    private long _version;
    private long _lastRecord;
    private long _lastRemoval;
    private long _loadedRecords;

    /// <summary>Searches at the version of a transaction.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="collection">The collection as the transaction sees it.</param>
    /// <param name="search">Receives the vectors and how they are kept; must not change them.</param>
    /// <param name="result">The search's result.</param>
    /// <returns>False if the index has changes that the transaction does not see.</returns>
    public bool TryUse<T>(StoreSession session, StoredCollection collection, Func<KeyedVectors, IndexPlan, T> search, out T? result)
    {
        result = default;
        while (true)
        {
            _lock.EnterReadLock();
            try
            {
                if (Compare(collection) == 0)
                {
                    result = search(_vectors!, _kept!);
                    return true;
                }
            }
            finally
            {
                _lock.ExitReadLock();
            }

            _lock.EnterWriteLock();
            try
            {
                var order = Compare(collection);
                if (order > 0)
                {
                    return false;
                }

                if (order < 0)
                {
                    Follow(session, collection);
                }
            }
            finally
            {
                _lock.ExitWriteLock();
            }
        }
    }

    /// <summary>
    /// Negative if the index is behind a transaction, positive if it is ahead. A collection that was created later has a higher id.
    /// </summary>
    private int Compare(StoredCollection collection) =>
        _vectors is null ? -1
        : _collection != collection.Id ? _collection.CompareTo(collection.Id)
        : _version.CompareTo(collection.Version);

    private void Follow(StoreSession session, StoredCollection collection)
    {
        try
        {
            var lastRemoval = (long)(session.Scalar($"SELECT max(seq) FROM {collection.Removed}") ?? 0L);
            if (_vectors is null || _collection != collection.Id || _lastRemoval < collection.Trimmed
                || NeedsOtherCodes(collection.LastRecord - lastRemoval))
            {
                Load(session, collection, collection.LastRecord - lastRemoval);
            }
            else
            {
                FollowRemovals(session, collection, _vectors);
                VectorReader.ReadAfter(session, collection.Vectors(ordinal), _lastRecord, _vectors.Add);
            }

            _collection = collection.Id;
            _version = collection.Version;
            _lastRecord = collection.LastRecord;
            _lastRemoval = lastRemoval;
        }
        catch
        {
            // Cancelled or failed half way: the next search reads all.
            _vectors = null;
            throw;
        }
    }

    private void FollowRemovals(StoreSession session, StoredCollection collection, KeyedVectors vectors)
    {
        using var reader = session.Query($"SELECT id FROM {collection.Removed} WHERE seq > ?1", _lastRemoval);
        while (reader.Read())
        {
            vectors.Remove(reader.GetInt64(0));
        }
    }

    private void Load(StoreSession session, StoredCollection collection, long records)
    {
        _vectors = null;
        _loadedRecords = records;
        var kept = records < MinForCodes ? plan.Exact() : plan;
        var ranges = kept.Encoding == VectorEncoding.Int8 ? Calibrate(session, collection) : null;
        if (kept.Encoding == VectorEncoding.Int8 && ranges is null)
        {
            kept = plan.Exact();
        }

        // Some room for vectors that follow: memory that is not written yet costs nothing.
        var capacity = (int)Math.Min(records + (records / 8) + 1024, Array.MaxLength / kept.ScanDimensions);
        var vectors = new KeyedVectors(kept.Dimensions, kept.Metric, kept.Encoding, kept.ScanDimensions, ranges, capacity);
        VectorReader.ReadAfter(session, collection.Vectors(ordinal), 0, vectors.Add);
        _vectors = vectors;
        _kept = kept;
    }

    /// <summary>Whether codes were left out, or calibrated on few vectors, and many were added since.</summary>
    private bool NeedsOtherCodes(long records) =>
        !plan.IsExact && _loadedRecords < Sample && records >= Math.Max(4 * _loadedRecords, MinForCodes);

    /// <summary>Takes the ranges from records all over the collection; null if none of them has a vector.</summary>
    private QuantizationRanges? Calibrate(StoreSession session, StoredCollection collection)
    {
        var sample = new List<ReadOnlyMemory<float>>();
        var step = Math.Max(1, collection.LastRecord / Sample);
        for (var id = 1L; id <= collection.LastRecord; id += step)
        {
            VectorReader.ReadNext(session, collection.Vectors(ordinal), id, (found, vector) =>
            {
                id = Math.Max(id, found);
                var kept = new float[plan.ScanDimensions];
                KeyedVectors.Prepare(vector, plan.Metric, kept);
                sample.Add(kept);
            });
        }

        return sample.Count == 0 ? null : QuantizationRanges.Calibrate(sample);
    }
}
