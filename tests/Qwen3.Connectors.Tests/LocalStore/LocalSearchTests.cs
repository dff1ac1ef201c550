using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.LocalStore;

public sealed class LocalSearchTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Functions =>
    [
        DistanceFunction.CosineSimilarity, DistanceFunction.CosineDistance, DistanceFunction.DotProductSimilarity,
        DistanceFunction.NegativeDotProductSimilarity, DistanceFunction.EuclideanDistance, DistanceFunction.EuclideanSquaredDistance,
        DistanceFunction.ManhattanDistance, DistanceFunction.HammingDistance,
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_search_equals_one_in_double_precision_and_a_threshold_keeps_the_nearer_ones(string function)
    {
        var random = new Random(1);
        var items = Enumerable.Range(0, 500).Select(id => Item.Random(id, random)).ToList();
        var collection = await FillAsync(items, Definition(function));
        var query = items.First(item => item.Vector is not null).Vector!.Value.ToArray();
        query[0] += 1;

        var expected = Brute.Search(items, query, function).Take(40).ToList();
        var actual = await collection.SearchAsync(query, 40, null, Cancellation).ToListAsync(Cancellation);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Score, pair.Second.Score!.Value, 1e-3));
        Assert.Equal(expected[0].Item.Id, actual[0].Record.Id);

        var threshold = actual[19].Score!.Value;
        var passing = await collection.SearchAsync(query, 500, new() { ScoreThreshold = threshold }, Cancellation)
            .ToListAsync(Cancellation);
        Assert.All(
            passing, result => Assert.True(Brute.IsSimilarity(function) ? result.Score >= threshold : result.Score <= threshold));
        Assert.InRange(passing.Count, 20, 499);
    }

    [Theory]
    [InlineData(VectorEncoding.Int8, null, 0.99)]
    [InlineData(VectorEncoding.Float32, 32, 0.9)]
    [InlineData(VectorEncoding.Int8, 32, 0.9)]
    [InlineData(VectorEncoding.Binary, null, 0.2)]
    public async Task A_compact_index_finds_most_of_the_nearest_records_and_scores_them_exactly(
        VectorEncoding encoding, int? scanDimensions, double minRecall)
    {
        const int dimensions = 64;
        var random = new Random(1);
        var definition = new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreVectorProperty("V", typeof(float[]), dimensions)],
        };

        // As of a model trained with MRL: the first values carry most.
        float[] Create() => [.. Enumerable.Range(0, dimensions).Select(i => (float)((random.NextDouble() - 0.5) / Math.Sqrt(1 + i)))];
        var records = Enumerable.Range(1, 6000)
            .Select(id => new Dictionary<string, object?> { ["Id"] = id, ["V"] = Create() }).ToList();
        var exact = _folder.Open().GetDynamicCollection("vectors", definition);
        await exact.EnsureCollectionExistsAsync(Cancellation);

        // The index opens on few vectors and follows: codes are calibrated when there are enough.
        var compact = _folder.Open(new() { ScanEncoding = encoding, ScanDimensions = scanDimensions })
            .GetDynamicCollection("vectors", definition);
        foreach (var batch in records.Chunk(700))
        {
            await exact.UpsertAsync(batch, Cancellation);
            Assert.Single(await compact.SearchAsync(Create(), 1, null, Cancellation).ToListAsync(Cancellation));
        }

        var found = 0;
        for (var i = 0; i < 20; i++)
        {
            var query = Create();
            var expected = await exact.SearchAsync(query, 10, null, Cancellation).ToDictionaryAsync(
                result => result.Record["Id"]!, result => result.Score!.Value, cancellationToken: Cancellation);
            await foreach (var result in compact.SearchAsync(query, 10, null, Cancellation))
            {
                if (expected.TryGetValue(result.Record["Id"]!, out var score))
                {
                    Assert.Equal(score, result.Score!.Value, 1e-5);
                    found++;
                }
            }
        }

        Assert.InRange(found / 200.0, minRecall, 1);
    }

    [Fact]
    public async Task Another_store_on_the_file_sees_every_change_at_its_next_search()
    {
        var random = new Random(1);
        var items = Enumerable.Range(0, 300).Select(id => Item.Random(id, random)).ToDictionary(item => item.Id);
        var writer = await FillAsync(items.Values, null);
        var reader = _folder.Open().GetCollection<int, Item>("items");
        for (var round = 0; round < 60; round++)
        {
            var changed = Enumerable.Range(0, 20).Select(_ => Item.Random(random.Next(400), random)).DistinctBy(item => item.Id).ToList();
            await writer.UpsertAsync(changed, Cancellation);
            changed.ForEach(item => items[item.Id] = item);
            var deleted = Enumerable.Range(0, 5).Select(_ => random.Next(400)).ToList();
            await writer.DeleteAsync(deleted, Cancellation);
            deleted.ForEach(id => items.Remove(id));

            var query = Item.RandomVector(random);
            var expected = Brute.Search(items.Values, query, DistanceFunction.CosineSimilarity).Take(10);
            var actual = await reader.SearchAsync(query, 10, null, Cancellation).ToListAsync(Cancellation);
            Assert.Equal(expected.Select(pair => pair.Item.Id), actual.Select(result => result.Record.Id));
        }

        Assert.Equal(items.Count, await reader.GetAsync(item => true, 1000, null, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_log_of_removals_that_was_trimmed_makes_an_index_read_all_again()
    {
        var random = new Random(1);
        var writer = await FillAsync([Item.Random(1, random)], null);
        var reader = _folder.Open().GetCollection<int, Item>("items");
        Assert.InRange(await reader.SearchAsync(Item.RandomVector(random), 10, null, Cancellation).CountAsync(Cancellation), 0, 1);
        var last = Item.Random(1, random);
        for (var batch = 0; batch < 12; batch++)
        {
            var same = Enumerable.Range(0, 1000).Select(_ => Item.Random(1, random)).ToList();
            same[^1].Vector = Item.RandomVector(random);
            last = same[^1];
            await writer.UpsertAsync(same, Cancellation);
        }

        var found = Assert.Single(await reader.SearchAsync(last.Vector!.Value, 10, null, Cancellation).ToListAsync(Cancellation));
        Assert.Equal(1, found.Score!.Value, 1e-5);
    }

    [Fact]
    public async Task A_collection_that_was_created_anew_has_nothing_of_the_old_one()
    {
        var random = new Random(1);
        var writer = await FillAsync(Enumerable.Range(0, 50).Select(id => Item.Random(id, random)), null);
        var reader = _folder.Open().GetCollection<int, Item>("items");
        Assert.Equal(10, await reader.SearchAsync(Item.RandomVector(random), 10, null, Cancellation).CountAsync(Cancellation));
        await writer.EnsureCollectionDeletedAsync(Cancellation);
        await Assert.ThrowsAsync<VectorStoreException>(
            async () => await reader.SearchAsync(Item.RandomVector(random), 10, null, Cancellation).CountAsync(Cancellation));
        await writer.EnsureCollectionExistsAsync(Cancellation);
        Assert.Equal(0, await reader.SearchAsync(Item.RandomVector(random), 10, null, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_vector_of_another_length_or_not_finite_is_refused_and_nothing_is_written()
    {
        var collection = await FillAsync([], null);
        foreach (var vector in new float[][] { [1, 2], [], [float.NaN, .. new float[Item.Dimensions - 1]] })
        {
            var items = new[] { new Item { Id = 1 }, new Item { Id = 2, Vector = vector } };
            var exception = await Assert.ThrowsAsync<ArgumentException>(() => collection.UpsertAsync(items, Cancellation));
            Assert.Contains("record 1", exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await collection.GetAsync(item => true, 10, null, Cancellation).ToListAsync(Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await collection.SearchAsync(new float[3], 1, null, Cancellation).ToListAsync(Cancellation));
    }

    private static VectorStoreCollectionDefinition Definition(string function) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(Item.Id), typeof(int)),
            new VectorStoreVectorProperty(nameof(Item.Vector), typeof(ReadOnlyMemory<float>?), Item.Dimensions)
            {
                DistanceFunction = function,
            },
        ],
    };

    private async Task<LocalVectorStoreCollection<int, Item>> FillAsync(
        IEnumerable<Item> items, VectorStoreCollectionDefinition? definition)
    {
        var collection = _folder.Open().GetCollection<int, Item>("items", definition);
        await collection.EnsureCollectionExistsAsync(Cancellation);
        await collection.UpsertAsync(items, Cancellation);
        return collection;
    }
}
