using System.Numerics.Tensors;
using Qwen3.Connectors.LocalStore.Filters;
using Qwen3.Connectors.LocalStore.Indexing;
using Qwen3.Connectors.LocalStore.Records;
using Qwen3.Connectors.LocalStore.Storage;
using Qwen3.Connectors.VectorSearch;
using Qwen3.Connectors.VectorSearch.Keyed;

namespace Qwen3.Connectors.LocalStore.Searching;

/// <summary>Finds the records nearest to a vector, in a transaction.</summary>
/// <param name="session">The transaction.</param>
/// <param name="collection">The collection.</param>
/// <param name="property">The searched property.</param>
/// <param name="query"><c>[dimensions]</c>.</param>
/// <param name="filter">Which records to search; null for all.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal sealed class VectorFinder(
    StoreSession session,
    StoredCollection collection,
    VectorBinding property,
    ReadOnlyMemory<float> query,
    SqlFilter? filter,
    CancellationToken cancellationToken)
{
    /// <summary>Fewer matching records than this share are found by SQL; of more, most of the nearest vectors match anyway.</summary>
    private const int SelectiveShare = 16;

    private const int MinSelective = 1024;

    private const int MinProbe = 64;

    /// <summary>Finds the nearest records, best first; equal scores in the order of their ids.</summary>
    public List<ScoredId> Find(KeyedVectors vectors, IndexPlan plan, int count)
    {
        count = Math.Min(count, vectors.Count);
        return count == 0 ? [] : filter is null ? Search(vectors, plan, count, null) : FindFiltered(vectors, plan, count);
    }

    private List<ScoredId> FindFiltered(KeyedVectors vectors, IndexPlan plan, int count)
    {
        var limit = Math.Max(MinSelective, vectors.Count / SelectiveShare);
        var some = Select(limit);
        if (some.Count <= limit)
        {
            return Search(vectors, plan, count, some);
        }

        // Many records match. If enough of the nearest ones do, no other record can be nearer.
        var nearest = Search(vectors, plan, (int)Math.Min(Math.Max(MinProbe, 4L * count), vectors.Count), null);
        var matching = SelectAmong(nearest);
        var found = nearest.Where(match => matching.Contains(match.Id)).Take(count).ToList();
        return found.Count == count ? found : Search(vectors, plan, count, Select(int.MaxValue - 1));
    }

    private List<ScoredId> Search(KeyedVectors vectors, IndexPlan plan, int count, List<long>? allowed)
    {
        if (plan.IsExact)
        {
            return [.. vectors.Search(query.Span, count, allowed, cancellationToken).Select(match => Scored(match.Id, match.Score))];
        }

        var candidates = (int)Math.Min((long)count * plan.CandidateMultiplier, vectors.Count);
        return [.. vectors.Search(query.Span, candidates, allowed, cancellationToken)
            .Select(match => (match.Id, Score: ExactScore(match, plan)))
            .OrderByDescending(match => match.Score)
            .ThenBy(match => match.Id)
            .Take(count)
            .Select(match => Scored(match.Id, match.Score))];
    }

    private ScoredId Scored(long id, double score) => new(id, property.Measure.ToScore(score));

    private double ExactScore(VectorMatch match, IndexPlan plan)
    {
        double? score = null;
        VectorReader.ReadNext(session, collection.Vectors(property.Stored.Ordinal), match.Id, (_, vector) => score =
            plan.Metric == VectorMetric.DotProduct ? TensorPrimitives.Dot(query.Span, vector)
            : TensorPrimitives.CosineSimilarity(query.Span, vector) is var cosine && float.IsNaN(cosine) ? 0
            : cosine);
        return score ?? throw new InvalidOperationException($"Record {match.Id} of the index is not in the file. This is a bug.");
    }

    /// <summary>Returns the ids of matching records, ascending, or one more than a limit of them.</summary>
    private List<long> Select(int limit)
    {
        var ids = new List<long>();
        using var reader = session.Query(
            $"SELECT r.id FROM {collection.Records} r WHERE {filter!.Condition} LIMIT ?{filter.Values.Length + 1}",
            [.. filter.Values, (long)limit + 1]);
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        ids.Sort();
        return ids;
    }

    private HashSet<long> SelectAmong(IEnumerable<ScoredId> records)
    {
        var ids = new HashSet<long>();
        using var reader = session.Query(
            $"SELECT r.id FROM {collection.Records} r WHERE r.id IN (SELECT value FROM json_each(?{filter!.Values.Length + 1})) "
            + $"AND ({filter.Condition})",
            [.. filter.Values, JsonList.Write(records.Select(record => (object)record.Id))]);
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }
}
