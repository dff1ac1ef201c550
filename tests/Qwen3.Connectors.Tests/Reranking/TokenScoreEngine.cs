using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Reranking;

/// <summary>A prompt costs a token a character and scores a tenth of its last digit; remembers every call.</summary>
internal sealed class TokenScoreEngine : IRerankEngine
{
    public EngineDescription Description { get; } = new("qwen3.fake", "fake-reranker");

    public List<int> Calls { get; } = [];

    public int DocumentCount => Calls.Sum();

    /// <summary>Runs before a call answers.</summary>
    public Func<int, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    public static double ScoreOf(string document) => document is [.., >= '0' and <= '9' and var digit] ? (digit - '0') / 10.0 : 0;

    public async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        Calls.Add(prompts.Count);
        await Before(Calls.Count, cancellationToken);
        return [.. prompts.Select(prompt => new ScoredPrompt(ScoreOf(prompt.Document), prompt.Document.Length, 0))];
    }

    public object? GetService(Type serviceType) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
