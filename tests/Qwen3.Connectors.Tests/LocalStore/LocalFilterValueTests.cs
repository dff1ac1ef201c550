using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Tests.LocalStore;

/// <summary>Filters of values that SQL and JSON have in another form than C#, compared with the same filters in memory.</summary>
public sealed class LocalFilterValueTests : IAsyncLifetime
{
    private readonly StoreFolder _folder = new();
    private readonly List<Values> _records = [];
    private LocalVectorStoreCollection<int, Values> _collection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var random = new Random(11);
        _records.AddRange(Enumerable.Range(0, 200).Select(id => new Values
        {
            Id = id,
            Name = id % 3 == 0 ? "a" : id % 3 == 1 ? "A" : "b",
            Number = id - 100,
            Large = (1L << 53) + (id % 3),
            Real = Math.Round(random.NextDouble() * 1e18),
            Times = [new DateTime(2026, 1, 1 + (id % 3), 0, 0, 0, DateTimeKind.Utc)],
            Offsets = [new DateTimeOffset(2026, 1, 1, id % 3, 0, 0, TimeSpan.FromHours(2))],
            Reals = [Math.Round(random.NextDouble() * 1e18)],
        }));
        _collection = _folder.Open().GetCollection<int, Values>("values");
        await _collection.EnsureCollectionExistsAsync(Cancellation);
        await _collection.UpsertAsync(_records, Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Times_in_a_collection_are_found()
    {
        var time = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        var offset = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(1));
        DateTime[] list = [time, time.AddDays(1)];
        await CheckAsync(record => record.Times.Contains(time));
        await CheckAsync(record => record.Times.Any(item => list.Contains(item)));
        await CheckAsync(record => record.Offsets.Contains(offset));
    }

    [Fact]
    public async Task Large_numbers_are_found_in_lists_as_alone()
    {
        foreach (var record in _records.Take(50))
        {
            double[] list = [record.Real];
            var (real, element) = (record.Real, record.Reals[0]);
            await CheckAsync(other => other.Real == real);
            await CheckAsync(other => list.Contains(other.Real));
            await CheckAsync(other => other.Reals.Contains(element));
        }
    }

    [Fact]
    public async Task A_guard_that_decides_alone_keeps_the_rest_from_being_evaluated()
    {
        Values? wanted = null;
        List<string>? names = null;
        await CheckAsync(record => wanted == null || record.Name == wanted.Name);
        await CheckAsync(record => names == null || names.Contains(record.Name));
        await CheckAsync(record => !(names != null && names.Contains(record.Name)));
        names = ["a"];
        await CheckAsync(record => names == null || names.Contains(record.Name));
    }

    [Fact]
    public async Task A_meaning_that_SQL_does_not_have_is_refused()
    {
        var ignoringCase = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "A" };
        var sorted = new SortedSet<string>(StringComparer.OrdinalIgnoreCase) { "A" };
        string[] names = ["A"];
        await RefuseAsync(record => ignoringCase.Contains(record.Name));
        await RefuseAsync(record => sorted.Contains(record.Name));
        await RefuseAsync(record => names.Contains(record.Name, StringComparer.OrdinalIgnoreCase));
        await RefuseAsync(record => Other.Contains(names, record.Name));
        await RefuseAsync(record => (int)record.Real == 3);
        await RefuseAsync(record => (byte)record.Number == 1);
        await RefuseAsync(record => (uint)record.Number == 1);
        await RefuseAsync(record => record.Large == 9007199254740992.0);
        await CheckAsync(record => (long)record.Number < 5L && record.Number > -3.5);
    }

    [Fact]
    public async Task A_dynamic_record_is_filtered_by_values_of_their_types()
    {
        var definition = new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreDataProperty("Number", typeof(int)),
                new VectorStoreDataProperty("Tags", typeof(string[])), new VectorStoreDataProperty("Maybe", typeof(double?)),
                new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>?), 4),
            ],
        };
        var collection = _folder.Open().GetDynamicCollection("dynamic", definition);
        await collection.EnsureCollectionExistsAsync(Cancellation);
        await collection.UpsertAsync(
            Enumerable.Range(0, 9).Select(id => new Dictionary<string, object?>
            {
                ["Id"] = id,
                ["Number"] = id,
                ["Tags"] = new[] { $"t{id % 2}" },
                ["Maybe"] = id == 3 ? null : id / 2.0,
            }),
            Cancellation);
        int[] numbers = [2, 4];
        Assert.Equal(5, await CountAsync(record => (int)record["Number"]! > 3));
        Assert.Equal(2, await CountAsync(record => numbers.Contains((int)record["Number"]!)));
        Assert.Equal(4, await CountAsync(record => ((string[])record["Tags"]!).Contains("t1")));
        Assert.Equal(3, await CountAsync(record => (double?)record["Maybe"] < 1.5));

        ValueTask<int> CountAsync(System.Linq.Expressions.Expression<Func<Dictionary<string, object?>, bool>> filter) =>
            collection.GetAsync(filter, 100, cancellationToken: Cancellation).CountAsync(Cancellation);
    }

    private async Task CheckAsync(System.Linq.Expressions.Expression<Func<Values, bool>> filter)
    {
        var expected = _records.Where(filter.Compile()).Select(record => record.Id).Order();
        var found = await _collection.GetAsync(filter, 1000, cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(expected, found.Select(record => record.Id).Order());
    }

    private async Task RefuseAsync(System.Linq.Expressions.Expression<Func<Values, bool>> filter) =>
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await _collection.GetAsync(filter, 1000, cancellationToken: Cancellation).ToListAsync(Cancellation));

    private static class Other
    {
        public static bool Contains(string[] texts, string text) => !Array.Exists(texts, other => other == text);
    }

    private sealed class Values
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        public string Name { get; set; } = "";

        [VectorStoreData]
        public int Number { get; set; }

        [VectorStoreData]
        public long Large { get; set; }

        [VectorStoreData]
        public double Real { get; set; }

        [VectorStoreData]
        public DateTime[] Times { get; set; } = [];

        [VectorStoreData]
        public DateTimeOffset[] Offsets { get; set; } = [];

        [VectorStoreData]
        public double[] Reals { get; set; } = [];

        [VectorStoreVector(4)]
        public ReadOnlyMemory<float>? Vector { get; set; }
    }
}
