using Microsoft.SemanticKernel.Connectors.InMemory;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Adapters.Tests.VectorData;
using Qwen3.Connectors.VectorData.Decorators;
using VectorData.ConformanceTests.Support;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Conformance;

/// <summary>
/// Semantic Kernel's store in memory behind two decorators: a reranker that keeps every order, and around it one that adds nothing.
/// Whatever the suite asks of a store, they must not change.
/// </summary>
internal sealed class DecoratedInMemory : TestStore
{
    private DecoratedInMemory()
    {
    }

    public static DecoratedInMemory Instance { get; } = new();

    protected override Task StartAsync()
    {
        var reranked = new InMemoryVectorStore()
            .AsBuilder()
            .UseReranking(FakeReranker.KeepingOrder, new() { KeepVectorScores = true, TextSelector = _ => "a text" })
            .Build();
        DefaultVectorStore = new DecoratedStore(reranked, new(), leaveOpen: false);
        return Task.CompletedTask;
    }
}
