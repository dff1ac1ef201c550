using System.Numerics.Tensors;
using Google.Protobuf;
using Qdrant.Client.Grpc;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Qdrant;

/// <summary>Collections of one unnamed vector, searched exactly by cosine.</summary>
internal sealed class QdrantCollections
{
    private readonly Dictionary<string, (ulong Size, Dictionary<PointId, PointStruct> Points)> _collections = [];
    private readonly List<string> _calls = [];
    private readonly Lock _lock = new();

    public IReadOnlyCollection<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public static PointsOperationResponse Done() => new() { Result = new UpdateResult { Status = UpdateStatus.Completed } };

    public IMessage Run(string method, Func<IMessage> call)
    {
        lock (_lock)
        {
            _calls.Add(method);
            return call();
        }
    }

    public CollectionExistsResponse Exists(CollectionExistsRequest request) =>
        new() { Result = new CollectionExists { Exists = _collections.ContainsKey(request.CollectionName) } };

    public CollectionOperationResponse Create(CreateCollection request) =>
        new() { Result = _collections.TryAdd(request.CollectionName, (request.VectorsConfig.Params.Size, [])) };

    public CollectionOperationResponse Delete(DeleteCollection request) => new() { Result = _collections.Remove(request.CollectionName) };

    public ListCollectionsResponse List() =>
        new() { Collections = { _collections.Keys.Select(name => new CollectionDescription { Name = name }) } };

    public PointsOperationResponse Upsert(UpsertPoints request)
    {
        var (size, points) = _collections[request.CollectionName];
        foreach (var point in request.Points)
        {
            points[point.Id] = VectorOf(point).Length == (int)size
                ? point
                : throw new ArgumentException($"Wrong input: Vector dimension error: expected dim: {size}, got {VectorOf(point).Length}");
        }

        return Done();
    }

    public GetResponse Get(GetPoints request)
    {
        var points = _collections[request.CollectionName].Points;
        return new()
        {
            Result =
            {
                request.Ids.Where(points.ContainsKey).Select(id => new RetrievedPoint { Id = id, Payload = { points[id].Payload } }),
            },
        };
    }

    public PointsOperationResponse Delete(DeletePoints request)
    {
        foreach (var id in request.Points.Points.Ids)
        {
            _collections[request.CollectionName].Points.Remove(id);
        }

        return Done();
    }

    public QueryResponse Query(QueryPoints request)
    {
        var query = request.Query.Nearest.Dense.Data.ToArray();
        var found = _collections[request.CollectionName].Points.Values
            .Where(point => request.Filter?.Must.All(condition => Holds(point, condition)) ?? true)
            .Select(
                point => new ScoredPoint
                {
                    Id = point.Id,
                    Payload = { point.Payload },
                    Score = TensorPrimitives.CosineSimilarity<float>(query, VectorOf(point)),
                })
            .Where(point => !request.HasScoreThreshold || point.Score >= request.ScoreThreshold)
            .OrderByDescending(point => point.Score);
        return new() { Result = { found.Skip((int)request.Offset).Take((int)request.Limit) } };
    }

    private static bool Holds(PointStruct point, Condition condition) =>
        point.Payload[condition.Field.Key].StringValue == condition.Field.Match.Keyword;

#pragma warning disable CS0612 // Clients send vectors in the old field or in the new one.
    private static float[] VectorOf(PointStruct point) => [.. point.Vectors.Vector.Dense?.Data ?? point.Vectors.Vector.Data];
#pragma warning restore CS0612
}
