using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using VectorData.ConformanceTests;
using VectorData.ConformanceTests.Support;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Conformance.LocalStore;

public class LocalSuite : TestSuiteImplementationTests
{
    /// <summary>The package registers a store and no collections, as a singleton, and by a path instead of a connection string.</summary>
    protected override ICollection<Type> IgnoredTestBases { get; } =
        [typeof(DependencyInjectionTests<>), typeof(DependencyInjectionTests<,,,>)];
}

public class LocalCollectionManagement(LocalCollectionManagement.Store fixture)
    : CollectionManagementTests<string>(fixture), IClassFixture<LocalCollectionManagement.Store>
{
    public class Store : VectorStoreFixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalDistanceFunctions(LocalDistanceFunctions.Store fixture)
    : DistanceFunctionTests<int>(fixture), IClassFixture<LocalDistanceFunctions.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalIndexKinds(LocalIndexKinds.Store fixture) : IndexKindTests<int>(fixture), IClassFixture<LocalIndexKinds.Store>
{
    [Fact]
    public Task QuantizedFlat() => Test(IndexKind.QuantizedFlat);

    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalFilters(LocalFilters.Store fixture) : FilterTests<int>(fixture), IClassFixture<LocalFilters.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalHybridSearch(LocalHybridSearch.TextStore text, LocalHybridSearch.MultiTextStore multiText)
    : HybridSearchTests<int>(text, multiText), IClassFixture<LocalHybridSearch.TextStore>, IClassFixture<LocalHybridSearch.MultiTextStore>
{
    public class TextStore : VectorAndStringFixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }

    public class MultiTextStore : MultiTextFixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalEmbeddingGeneration(LocalEmbeddingGeneration.TextStore text, LocalEmbeddingGeneration.VectorStoreOfFloats vectors)
    : EmbeddingGenerationTests<string>(text, vectors),
        IClassFixture<LocalEmbeddingGeneration.TextStore>,
        IClassFixture<LocalEmbeddingGeneration.VectorStoreOfFloats>
{
    public class TextStore : StringVectorFixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionStoreRegistrationDelegates =>
            [services => services.AddQwen3LocalStore(LocalTestStore.Instance.File)];

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionCollectionRegistrationDelegates => [];

        public override VectorStore CreateVectorStore(IEmbeddingGenerator? embeddingGenerator) =>
            LocalTestStore.Instance.Open(embeddingGenerator);
    }

    public class VectorStoreOfFloats : RomOfFloatVectorFixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionStoreRegistrationDelegates =>
            [services => services.AddQwen3LocalStore(LocalTestStore.Instance.File)];

        public override Func<IServiceCollection, IServiceCollection>[] DependencyInjectionCollectionRegistrationDelegates => [];

        public override VectorStore CreateVectorStore(IEmbeddingGenerator? embeddingGenerator) =>
            LocalTestStore.Instance.Open(embeddingGenerator);
    }
}
