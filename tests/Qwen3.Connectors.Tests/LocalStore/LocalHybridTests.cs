using Qwen3.Connectors.LocalStore;

namespace Qwen3.Connectors.Tests.LocalStore;

public sealed class LocalHybridTests : IDisposable
{
    private static readonly string[] s_texts =
    [
        "The capital of China is Beijing.", "北京是中华人民共和国的首都。", "日本の首都は東京です。", "서울은 대한민국의 수도이다.",
        "กรุงเทพมหานครเป็นเมืองหลวง", "C# and .NET: async/await, IAsyncEnumerable<T>", "L'été à Paris, où ça?", "Straße und Öl",
    ];

    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("beijing", 0)]
    [InlineData("北京", 1)]
    [InlineData("首都", 1, 2)]
    [InlineData("都", 1, 2)]
    [InlineData("人民共和", 1)]
    [InlineData("東京", 2)]
    [InlineData("서울", 3)]
    [InlineData("เมืองหลวง", 4)]
    [InlineData("IAsyncEnumerable", 5)]
    [InlineData("ete", 6)]
    [InlineData("ÉTÉ", 6)]
    [InlineData("ol", 7)]
    [InlineData("京北")]
    public async Task Keywords_of_any_language_find_their_records(string keyword, params int[] expected)
    {
        var collection = await FillAsync();
        var found = await collection.HybridSearchAsync(Item.RandomVector(new Random(1)), [keyword], 10, null, Cancellation)
            .Select(result => result.Record.Id).ToListAsync(Cancellation);

        // Records have no vectors, so that keywords alone find them.
        Assert.Equal(expected, found.Order());
    }

    [Fact]
    public async Task No_keyword_is_an_operator_or_an_error()
    {
        var collection = await FillAsync();
        var random = new Random(1);
        const string Characters = "\"'()*:^-+{}[]\\ \0\tANDORNOTNEARab北é🚀\uD800";
        string[] known = ["", " ", "\"", "a OR b", "NEAR(a b)", "text:a", "-a", "a*", "^a", "NOT", "\"a", "a\"b", "\0", "\uDC00"];
        var keywords = known.Concat(Enumerable.Range(0, 300).Select(
            _ => new string([.. Enumerable.Range(0, random.Next(8)).Select(_ => Characters[random.Next(Characters.Length)])])));
        foreach (var keyword in keywords)
        {
            await collection.HybridSearchAsync(Item.RandomVector(random), [keyword], 3, null, Cancellation).ToListAsync(Cancellation);
        }

        await collection.HybridSearchAsync(Item.RandomVector(random), [.. keywords], 3, null, Cancellation).ToListAsync(Cancellation);
        await collection.HybridSearchAsync(
                Item.RandomVector(random), [.. Enumerable.Range(0, 3000).Select(i => $"word{i}")], 3, null, Cancellation)
            .ToListAsync(Cancellation);
        Assert.Empty(await collection.HybridSearchAsync(Item.RandomVector(random), [], 3, null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Updated_and_deleted_texts_are_found_no_more()
    {
        var collection = await FillAsync();
        await collection.UpsertAsync(new Item { Id = 0, Name = "Nothing" }, Cancellation);
        await collection.DeleteAsync(1, Cancellation);
        Assert.Empty(await FindAsync(collection, "beijing", "北京"));
        Assert.Equal([0], await FindAsync(collection, "nothing"));
    }

    [Fact]
    public async Task Ranks_of_both_halves_add_up_and_the_filter_applies_to_both()
    {
        var random = new Random(1);
        var collection = await FillAsync();
        var query = Item.RandomVector(random);
        await collection.UpsertAsync(
            [
                new Item { Id = 20, Name = "both", Vector = query, Flag = true }, new Item { Id = 21, Name = "both", Flag = true },
                new Item { Id = 22, Vector = query, Flag = true }, new Item { Id = 23, Name = "both", Vector = query },
            ],
            Cancellation);
        var results = await collection.HybridSearchAsync(query, ["both"], 10, new() { Filter = item => item.Flag }, Cancellation)
            .ToListAsync(Cancellation);
        Assert.Equal([20, 21, 22], results.Select(result => result.Record.Id).Take(1).Concat(results.Skip(1)
            .Select(result => result.Record.Id).Order()));
        Assert.Equal(2.0 / 61, results[0].Score!.Value, 1e-12);
    }

    private static async Task<List<int>> FindAsync(LocalVectorStoreCollection<int, Item> collection, params string[] keywords) =>
        await collection.HybridSearchAsync(new float[Item.Dimensions], keywords, 10, null, Cancellation)
            .Select(result => result.Record.Id).ToListAsync(Cancellation);

    private async Task<LocalVectorStoreCollection<int, Item>> FillAsync()
    {
        var collection = _folder.Open().GetCollection<int, Item>("items");
        await collection.EnsureCollectionExistsAsync(Cancellation);
        await collection.UpsertAsync(s_texts.Select((text, id) => new Item { Id = id, Name = text }), Cancellation);
        return collection;
    }
}
