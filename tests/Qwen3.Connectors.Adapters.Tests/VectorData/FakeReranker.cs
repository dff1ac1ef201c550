namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Scores a text by a function, and records its arguments.</summary>
internal sealed class FakeReranker(Func<string, int, double> score) : ITextReranker
{
    /// <summary>Every result stays where it is.</summary>
    public static FakeReranker KeepingOrder => new((_, index) => 1.0 / (index + 1));

    public string? LastQuery { get; private set; }

    public IReadOnlyList<string> LastDocuments { get; private set; } = [];

    public Exception? Failure { get; set; }

    public int Unscored { get; set; }

    public bool IsDisposed { get; private set; }

    public Task<RerankResults> RerankAsync(
        string query, IReadOnlyList<string> documents, RerankOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (LastQuery, LastDocuments) = (query, documents);
        if (Failure is not null)
        {
            throw Failure;
        }

        var results = documents.Take(documents.Count - Unscored).Select((text, index) => new RerankResult(index, score(text, index)))
            .Where(result => result.Score >= (options?.MinimumScore ?? 0))
            .OrderByDescending(result => result.Score);
        return Task.FromResult(new RerankResults([.. results]) { UnscoredCount = Unscored });
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => IsDisposed = true;
}
