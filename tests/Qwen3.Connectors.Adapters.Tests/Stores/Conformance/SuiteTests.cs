using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using VectorData.ConformanceTests;
using VectorData.ConformanceTests.ModelTests;
using VectorData.ConformanceTests.Support;
using VectorData.ConformanceTests.TypeTests;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Conformance;

public class DecoratedFixture : VectorStoreFixture
{
    public override TestStore TestStore => DecoratedInMemory.Instance;
}

public class CollectionManagement(DecoratedFixture fixture) : CollectionManagementTests<string>(fixture), IClassFixture<DecoratedFixture>;

public class DistanceFunctions(DistanceFunctions.Store fixture)
    : DistanceFunctionTests<int>(fixture), IClassFixture<DistanceFunctions.Store>
{
    // What the inner store does not know, the decorators don't know either.
    public override Task EuclideanSquaredDistance() => Assert.ThrowsAsync<NotSupportedException>(base.EuclideanSquaredDistance);

    public override Task NegativeDotProductSimilarity() => Assert.ThrowsAsync<NotSupportedException>(base.NegativeDotProductSimilarity);

    public override Task HammingDistance() => Assert.ThrowsAsync<NotSupportedException>(base.HammingDistance);

    public override Task ManhattanDistance() => Assert.ThrowsAsync<NotSupportedException>(base.ManhattanDistance);

    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}

public class Filters(Filters.Store fixture) : FilterTests<int>(fixture), IClassFixture<Filters.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;

        // The inner store does not give one collection as two types of records.
        public override bool TestDynamic => false;
    }
}

public class IndexKinds(IndexKinds.Store fixture) : IndexKindTests<int>(fixture), IClassFixture<IndexKinds.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}

public class MultiVectorModel(MultiVectorModel.Store fixture)
    : MultiVectorModelTests<string>(fixture), IClassFixture<MultiVectorModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}

public class NoDataModel(NoDataModel.Store fixture) : NoDataModelTests<string>(fixture), IClassFixture<NoDataModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}

public class NoVectorModel(NoVectorModel.Store fixture) : NoVectorModelTests<string>(fixture), IClassFixture<NoVectorModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}

public class DataTypes(DataTypes.Store fixture)
    : DataTypeTests<string, DataTypeTests<string>.DefaultRecord>(fixture), IClassFixture<DataTypes.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;

        public override Type[] UnsupportedDefaultTypes { get; } = [];
    }
}

public class EmbeddingTypes(EmbeddingTypes.Store fixture) : EmbeddingTypeTests<Guid>(fixture), IClassFixture<EmbeddingTypes.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;

        public override bool RecreateCollection => true;

        public override bool AssertNoVectorsLoadedWithEmbeddingGeneration => false;
    }
}

public class KeyTypes(KeyTypes.Store fixture) : KeyTypeTests(fixture), IClassFixture<KeyTypes.Store>
{
    [Fact]
    public Task Numbers() => Test(8, 9);

    [Fact]
    public Task Strings() => Test("foo", "bar");

    protected override async Task Test<TKey>(TKey key1, TKey key2, bool supportsAutoGeneration = false)
    {
        await base.Test(key1, key2, supportsAutoGeneration);

        // The inner store keeps the type of a collection's keys until it is deleted.
        using var collection = fixture.CreateCollection<TKey>(supportsAutoGeneration);
        await collection.EnsureCollectionDeletedAsync(TestContext.Current.CancellationToken);
    }

    public class Store : Fixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;
    }
}

public class EveryBaseIsDerived : TestSuiteImplementationTests
{
    /// <summary>The inner store has no hybrid search; the decorators have no registration of their own.</summary>
    protected override ICollection<Type> IgnoredTestBases { get; } =
    [
        typeof(DependencyInjectionTests<,,,>),
        typeof(DependencyInjectionTests<>),
        typeof(HybridSearchTests<>),
    ];
}

public class EmbeddingGeneration(EmbeddingGeneration.StringStore strings, EmbeddingGeneration.VectorStoreOfVectors vectors)
    : EmbeddingGenerationTests<int>(strings, vectors),
        IClassFixture<EmbeddingGeneration.StringStore>,
        IClassFixture<EmbeddingGeneration.VectorStoreOfVectors>
{
    private const string OneType = "the inner store does not give one collection as two types of records";

    public override Task SearchAsync_with_property_generator_dynamic() => Skip();

    public override Task UpsertAsync_dynamic() => Skip();

    public override Task UpsertAsync_batch_dynamic() => Skip();

    public override Task SearchAsync_with_custom_input_type() => Skip();

    public class StringStore : StringVectorFixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionStoreRegistrationDelegates => [];

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionCollectionRegistrationDelegates => [];

        public override VectorStore CreateVectorStore(IEmbeddingGenerator? embeddingGenerator) =>
            DecoratedInMemory.Instance.DefaultVectorStore;
    }

    public class VectorStoreOfVectors : RomOfFloatVectorFixture
    {
        public override TestStore TestStore => DecoratedInMemory.Instance;

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionStoreRegistrationDelegates => [];

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionCollectionRegistrationDelegates => [];

        public override VectorStore CreateVectorStore(IEmbeddingGenerator? embeddingGenerator) =>
            DecoratedInMemory.Instance.DefaultVectorStore;
    }

    private static Task Skip()
    {
        Assert.Skip(OneType);
        return Task.CompletedTask;
    }
}
