using VectorData.ConformanceTests.ModelTests;
using VectorData.ConformanceTests.Support;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Conformance;

/// <summary>The inner store always returns vectors, so records are compared including them.</summary>
public class BasicModel(BasicModel.Store fixture) : BasicModelTests<int>(fixture), IClassFixture<BasicModel.Store>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public override Task GetAsync_single_record(bool includeVectors) => base.GetAsync_single_record(includeVectors: true);

    public override Task GetAsync_multiple_records(bool includeVectors) => base.GetAsync_multiple_records(includeVectors: true);

    public override Task GetAsync_with_filter(bool includeVectors) => base.GetAsync_with_filter(includeVectors: true);

    public override Task SearchAsync(bool includeVectors) => base.SearchAsync(includeVectors: true);

    public override async Task SearchAsync_with_Filter() => Assert.Equal(
        fixture.TestData[1].Key,
        (await Collection.SearchAsync(fixture.TestData[0].Vector, 1, new() { Filter = record => record.Number == 2 }, Cancellation)
            .SingleAsync(Cancellation)).Record.Key);

    public override async Task SearchAsync_with_Skip() => Assert.Equal(
        fixture.TestData[1].Key,
        (await Collection.SearchAsync(fixture.TestData[0].Vector, 1, new() { Skip = 1 }, Cancellation)
            .SingleAsync(Cancellation)).Record.Key);

    public override async Task GetAsync_multiple_records_with_missing_keys_returns_only_existing()
    {
        var keys = fixture.TestData.Take(2).Select(record => record.Key).ToArray();
        var received = await Collection.GetAsync(
            [.. keys, fixture.GenerateNextKey<int>()],
            cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.Equal(keys.Order(), received.Select(record => record.Key).Order());
    }

    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}

/// <inheritdoc cref="BasicModel"/>
public class DynamicModel(DynamicModel.Store fixture) : DynamicModelTests<int>(fixture), IClassFixture<DynamicModel.Store>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public override Task GetAsync_single_record(bool includeVectors) => base.GetAsync_single_record(includeVectors: true);

    public override Task GetAsync_multiple_records(bool includeVectors) => base.GetAsync_multiple_records(includeVectors: true);

    public override Task GetAsync_with_filter(bool includeVectors) => base.GetAsync_with_filter(includeVectors: true);

    public override Task SearchAsync(bool includeVectors) => base.SearchAsync(includeVectors: true);

    public override async Task SearchAsync_with_Filter() => Assert.Equal(
        fixture.TestData[1][KeyPropertyName],
        (await Collection.SearchAsync(
            fixture.TestData[0][VectorPropertyName]!, 1, new() { Filter = record => (int)record[IntegerPropertyName]! == 2 }, Cancellation)
            .SingleAsync(Cancellation)).Record[KeyPropertyName]);

    public override async Task SearchAsync_with_Skip() => Assert.Equal(
        fixture.TestData[1][KeyPropertyName],
        (await Collection.SearchAsync(fixture.TestData[0][VectorPropertyName]!, 1, new() { Skip = 1 }, Cancellation)
            .SingleAsync(Cancellation)).Record[KeyPropertyName]);

    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}
