namespace Qwen3.Connectors.Tests.Reranking;

public class TextRerankerBuilderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_decorator_added_first_is_the_outermost()
    {
        var order = new List<string>();
        using var reranker = new Qwen3Reranker(new FakeRerankEngine(0.5)).AsBuilder()
            .Use(Noting("first"))
            .Use((inner, services) => services.GetService(typeof(string)) is null ? inner.AsBuilder().Use(Noting("second")).Build() : inner)
            .Use(Noting("third"))
            .Build();
        var results = await reranker.RerankAsync("q", ["d"], cancellationToken: Cancellation);
        Assert.Equal(["first", "second", "third"], order);
        Assert.Equal(0.5, Assert.Single(results).Score);

        Func<string, IReadOnlyList<string>, RerankOptions?, ITextReranker, CancellationToken, Task<RerankResults>> Noting(string name) =>
            (query, documents, options, inner, cancellationToken) =>
            {
                order.Add(name);
                return inner.RerankAsync(query, documents, options, cancellationToken);
            };
    }

    [Fact]
    public void Without_decorators_the_reranker_itself_is_built()
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine());
        Assert.Same(reranker, reranker.AsBuilder().Build());
        Assert.Same(reranker, new TextRerankerBuilder(_ => reranker).Build());
    }

    [Fact]
    public void A_factory_that_gives_null_is_named()
    {
        using var reranker = new Qwen3Reranker(new FakeRerankEngine());
        Assert.Contains(
            "inner reranker",
            Assert.Throws<InvalidOperationException>(() => new TextRerankerBuilder(_ => null!).Build()).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Decorator 0",
            Assert.Throws<InvalidOperationException>(() => reranker.AsBuilder().Use(_ => null!).Build()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_decorator_answers_for_itself_and_passes_on_what_it_does_not_know()
    {
        var engine = new FakeRerankEngine();
        var inner = new Qwen3Reranker(engine);
        using var outer = new Plain(inner);
        Assert.Same(outer, outer.GetService<ITextReranker>());
        Assert.Same(outer, outer.GetService<Plain>());
        Assert.Same(inner, outer.GetRequiredService<Qwen3Reranker>());
        Assert.Same(engine.Description, outer.GetRequiredService<EngineDescription>());
        Assert.Null(outer.GetService<Plain>("key"));
        Assert.Null(outer.GetService<string>());
        Assert.Throws<InvalidOperationException>(() => outer.GetRequiredService<string>());
    }

    [Fact]
    public void Disposing_a_decorator_disposes_what_it_wraps()
    {
        var engine = new FakeRerankEngine();
        var outer = new Plain(new Plain(new Qwen3Reranker(engine)));
        outer.Dispose();
        outer.Dispose();
        Assert.Equal(1, engine.DisposeCount);
    }

    private sealed class Plain(ITextReranker inner) : DelegatingTextReranker(inner);
}
