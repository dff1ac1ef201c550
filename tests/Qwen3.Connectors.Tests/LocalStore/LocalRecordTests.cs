using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Tests.LocalStore;

public sealed class LocalRecordTests : IDisposable
{
    private static readonly DateTime s_utc = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    /// <summary>One value of every type, with the edges that a text or number in a file could lose.</summary>
    private static readonly Dictionary<Type, object> s_values = new()
    {
        [typeof(bool)] = true,
        [typeof(byte)] = byte.MaxValue,
        [typeof(sbyte)] = sbyte.MinValue,
        [typeof(short)] = short.MinValue,
        [typeof(ushort)] = ushort.MaxValue,
        [typeof(int)] = int.MinValue,
        [typeof(uint)] = uint.MaxValue,
        [typeof(long)] = long.MaxValue,
        [typeof(float)] = 0.1f,
        [typeof(double)] = 1.0 / 3,
        [typeof(decimal)] = -79228162514264337593543950335m,
        [typeof(string)] = "a\0b \"' 北京 🚀",
        [typeof(Guid)] = new Guid("603840bf-cf91-4521-8b8e-8b6a2e75910a"),
        [typeof(DateTime)] = s_utc.AddTicks(1),
        [typeof(DateTimeOffset)] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-210)),
        [typeof(DateOnly)] = new DateOnly(1, 2, 3),
        [typeof(TimeOnly)] = new TimeOnly(23, 59, 59, 999),
        [typeof(TimeSpan)] = TimeSpan.MinValue,
    };

    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<Type> Types => [.. s_values.Keys, typeof(byte[]), typeof(string[]), typeof(List<Guid>), typeof(decimal[]),
        typeof(float[]), typeof(List<DateTimeOffset>), typeof(long[])];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_value_of_every_type_comes_back_and_is_found_and_null_too(Type type)
    {
        var value = s_values.TryGetValue(type, out var scalar) ? scalar : Collection(type);
        var collection = _folder.Open().GetDynamicCollection("types", new()
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(string)), new VectorStoreDataProperty("Value", type)],
        });
        await collection.EnsureCollectionExistsAsync(Cancellation);
        await collection.UpsertAsync(
            [new() { ["Key"] = "one", ["Value"] = value }, new() { ["Key"] = "none", ["Value"] = null }], Cancellation);

        Assert.Equal(value, (await collection.GetAsync("one", null, Cancellation))!["Value"]);
        Assert.Null((await collection.GetAsync("none", null, Cancellation))!["Value"]);
        var found = await collection.GetAsync(record => record["Value"] == value, 10, null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal("one", Assert.Single(found)["Key"]);
        var nothing = await collection.GetAsync(record => record["Value"] == null, 10, null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal("none", Assert.Single(nothing)["Key"]);
    }

    [Fact]
    public async Task Decimals_and_times_are_ordered_as_numbers_and_instants()
    {
        var random = new Random(1);
        var collection = _folder.Open().GetDynamicCollection("order", new()
        {
            Properties =
            [
                new VectorStoreKeyProperty("Key", typeof(int)), new VectorStoreDataProperty("D", typeof(decimal)),
                new VectorStoreDataProperty("T", typeof(DateTimeOffset)),
            ],
        });
        await collection.EnsureCollectionExistsAsync(Cancellation);
        var records = Enumerable.Range(1, 200).Select(key => new Dictionary<string, object?>
        {
            ["Key"] = key,
            ["D"] = new decimal(random.Next(), random.Next(3), 0, random.Next(2) == 0, (byte)random.Next(29)),
            ["T"] = new DateTimeOffset(2026, 1, 1, random.Next(24), 0, 0, TimeSpan.FromHours(random.Next(-12, 13))),
        }).ToList();
        await collection.UpsertAsync(records, Cancellation);
        foreach (var name in new[] { "D", "T" })
        {
            var options = new FilteredRecordRetrievalOptions<Dictionary<string, object?>>
            {
                OrderBy = order => order.Ascending(record => record[name]).Ascending(record => record["Key"]),
            };
            var actual = await collection.GetAsync(record => true, 500, options, Cancellation).Select(record => record["Key"])
                .ToListAsync(Cancellation);
            Assert.Equal(records.OrderBy(record => record[name]).ThenBy(record => record["Key"]).Select(record => record["Key"]), actual);
        }
    }

    [Fact]
    public async Task A_Guid_is_generated_where_it_is_missing()
    {
        var collection = _folder.Open().GetDynamicCollection("keys", new()
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(Guid))],
        });
        await collection.EnsureCollectionExistsAsync(Cancellation);
        var known = Guid.NewGuid();
        var records = new[] { new Dictionary<string, object?> { ["Key"] = known }, new() { ["Key"] = Guid.Empty }, new() };
        await collection.UpsertAsync(records, Cancellation);
        Assert.Equal(known, records[0]["Key"]);
        Assert.Equal(3, records.Select(record => record["Key"]).Distinct().Count());
        Assert.All(records, record => Assert.NotEqual(Guid.Empty, record["Key"]));
    }

    [Fact]
    public async Task A_key_of_0_is_a_key()
    {
        var collection = _folder.Open().GetDynamicCollection("zero", new()
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(int))],
        });
        await collection.EnsureCollectionExistsAsync(Cancellation);
        await collection.UpsertAsync([new() { ["Key"] = 0 }, new() { ["Key"] = 1 }], Cancellation);
        Assert.Equal(2, await collection.GetAsync(record => true, 9, null, Cancellation).CountAsync(Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => collection.UpsertAsync(new Dictionary<string, object?>(), Cancellation));
    }

    [Fact]
    public async Task Texts_that_UTF8_cannot_store_are_replaced_in_data_and_refused_in_keys()
    {
        var collection = _folder.Open().GetDynamicCollection("texts", new()
        {
            Properties =
            [
                new VectorStoreKeyProperty("Key", typeof(string)),
                new VectorStoreDataProperty("Text", typeof(string)) { IsFullTextIndexed = true },
            ],
        });
        await collection.EnsureCollectionExistsAsync(Cancellation);
        await collection.UpsertAsync(new Dictionary<string, object?> { ["Key"] = "", ["Text"] = "x\uD800y\uDC00" }, Cancellation);
        Assert.Equal("x\uFFFDy\uFFFD", (await collection.GetAsync("", null, Cancellation))!["Text"]);
        await Assert.ThrowsAsync<ArgumentException>(
            () => collection.UpsertAsync(new Dictionary<string, object?> { ["Key"] = "\uD800" }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => collection.GetAsync("\uDC00", null, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => collection.GetAsync(5, null, Cancellation));
    }

    [Fact]
    public async Task NaN_is_refused_by_the_name_of_its_property()
    {
        var collection = await OpenItemsAsync();
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => collection.UpsertAsync(new Item { Id = 1, Real = double.NaN }, Cancellation));
        Assert.Contains("'Real'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_is_added_has_its_default_in_records_that_are_there()
    {
        var old = _folder.Open().GetDynamicCollection("items", new()
        {
            Properties = [new VectorStoreKeyProperty(nameof(Item.Id), typeof(int)) { IsAutoGenerated = false }],
        });
        await old.EnsureCollectionExistsAsync(Cancellation);
        await old.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1 }, Cancellation);

        var later = _folder.Open().GetCollection<int, Item>("items");
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => later.GetAsync(1, null, Cancellation));
        Assert.Contains("EnsureCollectionExistsAsync", exception.Message, StringComparison.Ordinal);
        await later.EnsureCollectionExistsAsync(Cancellation);
        Assert.Single(await later.GetAsync(item => item.Number == 0 && item.Price == 0 && !item.Flag && item.Maybe == null, 5, null,
            Cancellation).ToListAsync(Cancellation));

        // A reader of fewer properties goes on.
        Assert.NotNull(await old.GetAsync(1, null, Cancellation));
        await old.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 2 }, Cancellation);
        Assert.Equal(0, (await later.GetAsync(2, null, Cancellation))!.Number);
    }

    [Fact]
    public async Task A_property_of_another_type_or_length_is_refused()
    {
        await OpenItemsAsync();
        foreach (var property in new VectorStoreProperty[]
        {
            new VectorStoreDataProperty("Number", typeof(string)), new VectorStoreVectorProperty("Vector", typeof(float[]), 8),
        })
        {
            var other = _folder.Open().GetDynamicCollection("items", new()
            {
                Properties = [new VectorStoreKeyProperty("Id", typeof(int)), property],
            });
            await Assert.ThrowsAsync<VectorStoreException>(() => other.EnsureCollectionExistsAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_cancelled_call_throws_and_writes_nothing()
    {
        var collection = await OpenItemsAsync();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collection.UpsertAsync(new Item { Id = 1 }, source.Token));
        Assert.Null(await collection.GetAsync(1, null, Cancellation));
    }

    private static object Collection(Type type) => type switch
    {
        _ when type == typeof(byte[]) => new byte[] { 0, 255 },
        _ when type == typeof(string[]) => new[] { "a", "", "\"北\\" },
        _ when type == typeof(List<Guid>) => new List<Guid> { Guid.Empty, (Guid)s_values[typeof(Guid)] },
        _ when type == typeof(decimal[]) => new[] { 0.1m, decimal.MaxValue },
        _ when type == typeof(float[]) => new[] { 0.1f, 1, float.MaxValue },
        _ when type == typeof(List<DateTimeOffset>) => new List<DateTimeOffset> { (DateTimeOffset)s_values[typeof(DateTimeOffset)] },
        _ => new[] { long.MinValue, long.MaxValue },
    };

    private async Task<LocalVectorStoreCollection<int, Item>> OpenItemsAsync()
    {
        var collection = _folder.Open().GetCollection<int, Item>("items");
        await collection.EnsureCollectionExistsAsync(Cancellation);
        return collection;
    }
}
