using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Tests.LocalStore;

public sealed class LocalFilterTests : IAsyncLifetime
{
    private readonly StoreFolder _folder = new();
    private readonly List<Item> _items = [];
    private LocalVectorStoreCollection<int, Item> _collection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var random = new Random(1);
        _items.AddRange(Enumerable.Range(0, 3000).Select(id => Item.Random(id, random)));
        _collection = _folder.Open().GetCollection<int, Item>("items");
        await _collection.EnsureCollectionExistsAsync(Cancellation);
        await _collection.UpsertAsync(_items, Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Random_filters_select_what_the_same_filters_select_in_memory()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            await CheckAsync(new RandomFilter(random).Create());
        }
    }

    [Fact]
    public async Task A_filtered_search_equals_a_search_of_all_records_in_memory()
    {
        var random = new Random(3);
        for (var i = 0; i < 100; i++)
        {
            var filter = new RandomFilter(random).Create();
            var query = Item.RandomVector(random);
            var (top, skip) = (random.Next(1, 30), random.Next(10));
            var expected = Brute.Search(_items.Where(filter.Compile()), query, DistanceFunction.CosineSimilarity)
                .Skip(skip).Take(top).ToList();

            var actual = await _collection.SearchAsync(query, top, new() { Filter = filter, Skip = skip }, Cancellation)
                .ToListAsync(Cancellation);

            Assert.Equal(expected.Count, actual.Count);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Score, pair.Second.Score!.Value, 1e-5));
            Assert.All(actual, result => Assert.True(filter.Compile()(result.Record)));
        }
    }

    [Fact]
    public async Task Values_that_do_not_depend_on_the_record_are_evaluated()
    {
        var names = new HashSet<string?> { "red", null };
        var limit = new { Value = 2 };
        await CheckAsync(item => names.Contains(item.Name) && item.Number > limit.Value - 1);
        await CheckAsync(item => item.Time >= DateTimeOffset.Parse("2026-01-01T14:00:00Z", null));
        await CheckAsync(item => item.Maybe.HasValue && item.Maybe.Value == Math.Max(1, limit.Value));
        await CheckAsync(item => item.Number > 1.5 && item.Real < limit.Value);
        await CheckAsync(item => true);
        await CheckAsync(item => item.Number == item.Maybe);
        await CheckAsync(item => (item.Number > 2) == item.Flag || !(item.Number < item.Maybe), translates: false);
        await CheckAsync(item => !(item.Number < item.Maybe));
        await CheckAsync(item => item.Name != null && item.Name.Contains('e'));
        await CheckAsync(item => !(item.Name != null && item.Name.Contains("ee")));
        await CheckAsync(item => new[] { 1, 2 }.Contains(item.Number));
        await CheckAsync(item => item.Tags.Any(tag => names.Contains(tag)), translates: true);
        await CheckAsync(item => item.Numbers != null && item.Numbers.Contains(2));
        await CheckAsync(item => Enumerable.Range(-3, 5).Contains(item.Number));
    }

    [Fact]
    public async Task A_list_may_have_more_values_than_SQLite_has_parameters()
    {
        var many = Enumerable.Range(0, 100_000).Where(number => number % 7 == 0).ToList();
        await CheckAsync(item => many.Contains(item.Id));
    }

    [Theory]
    [MemberData(nameof(Untranslatable))]
    public async Task A_filter_without_a_translation_names_the_part(string part, Expression<Func<Item, bool>> filter)
    {
        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            async () => await _collection.GetAsync(filter, 1, null, Cancellation).ToListAsync(Cancellation));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Expression<Func<Item, bool>>> Untranslatable() => new()
    {
        { "String.StartsWith", item => item.Name!.StartsWith("secret", StringComparison.Ordinal) },
        { "Modulo", item => item.Number % 2 == 0 },
        { "vector property 'Vector'", item => item.Vector == null },
        { "String.Length", item => item.Name!.Length > 3 },
    };

    [Fact]
    public async Task Records_are_ordered_and_paged_by_any_scalar_property()
    {
        var options = new FilteredRecordRetrievalOptions<Item>
        {
            Skip = 5,
            OrderBy = order => order.Descending(item => item.Price).Ascending(item => item.Time).Ascending(item => item.Id),
        };
        var actual = await _collection.GetAsync(item => item.Flag, 20, options, Cancellation).Select(item => item.Id)
            .ToListAsync(Cancellation);
        var expected = _items.Where(item => item.Flag).OrderByDescending(item => item.Price).ThenBy(item => item.Time)
            .ThenBy(item => item.Id).Skip(5).Take(20).Select(item => item.Id);
        Assert.Equal(expected, actual);
    }

    private async Task CheckAsync(Expression<Func<Item, bool>> filter, bool translates = true)
    {
        if (!translates)
        {
            await Assert.ThrowsAsync<NotSupportedException>(
                async () => await _collection.GetAsync(filter, 1, null, Cancellation).ToListAsync(Cancellation));
            return;
        }

        var expected = _items.Where(filter.Compile()).Select(item => item.Id);
        var actual = await _collection.GetAsync(filter, int.MaxValue, null, Cancellation).Select(item => item.Id).ToListAsync(Cancellation);
        Assert.True(expected.SequenceEqual(actual), filter.ToString());
    }
}
