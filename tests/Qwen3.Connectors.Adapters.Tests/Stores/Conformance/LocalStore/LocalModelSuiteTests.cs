using VectorData.ConformanceTests.ModelTests;
using VectorData.ConformanceTests.Support;
using VectorData.ConformanceTests.TypeTests;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Conformance.LocalStore;

public class LocalBasicModel(LocalBasicModel.Store fixture) : BasicModelTests<string>(fixture), IClassFixture<LocalBasicModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalDynamicModel(LocalDynamicModel.Store fixture) : DynamicModelTests<string>(fixture), IClassFixture<LocalDynamicModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalMultiVectorModel(LocalMultiVectorModel.Store fixture)
    : MultiVectorModelTests<string>(fixture), IClassFixture<LocalMultiVectorModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalNoDataModel(LocalNoDataModel.Store fixture) : NoDataModelTests<string>(fixture), IClassFixture<LocalNoDataModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalNoVectorModel(LocalNoVectorModel.Store fixture)
    : NoVectorModelTests<string>(fixture), IClassFixture<LocalNoVectorModel.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalDataTypes(LocalDataTypes.Store fixture)
    : DataTypeTests<Guid, DataTypeTests<Guid>.DefaultRecord>(fixture), IClassFixture<LocalDataTypes.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalEmbeddingTypes(LocalEmbeddingTypes.Store fixture)
    : EmbeddingTypeTests<Guid>(fixture), IClassFixture<LocalEmbeddingTypes.Store>
{
    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}

public class LocalKeyTypes(LocalKeyTypes.Store fixture) : KeyTypeTests(fixture), IClassFixture<LocalKeyTypes.Store>
{
    [Fact]
    public Task Int() => Test(8);

    [Fact]
    public Task Long() => Test(8L);

    [Fact]
    public Task String() => Test("foo", "bar");

    public class Store : Fixture
    {
        public override TestStore TestStore => LocalTestStore.Instance;
    }
}
