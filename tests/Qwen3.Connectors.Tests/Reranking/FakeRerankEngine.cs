using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Reranking;

/// <summary>Gives the scores that it was made with, by index in the call, and remembers what it was asked.</summary>
internal sealed class FakeRerankEngine(params double[] scores) : IRerankEngine
{
    public EngineDescription Description { get; } = new("qwen3.fake", "fake-reranker");

    public List<RerankPrompt> Prompts { get; } = [];

    public List<(int? MaxTokens, Truncation Truncation)> Limits { get; } = [];

    public int DisposeCount { get; private set; }

    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(DisposeCount > 0, this);
        Prompts.AddRange(prompts);
        Limits.Add((maxTokens, truncation));
        return Task.FromResult<IReadOnlyList<ScoredPrompt>>([.. scores.Select((score, i) => new ScoredPrompt(score, 10 + i, i))]);
    }

    public object? GetService(Type serviceType) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => DisposeCount++;
}
