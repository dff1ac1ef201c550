using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>Gives rows that depend on the prompt alone, and remembers what it was asked.</summary>
internal sealed class FakeEmbeddingEngine(int dimensions = 64) : IEmbeddingEngine
{
    public EngineDescription Description { get; init; } = new("qwen3.fake", "fake-model") { Dimensions = dimensions };

    public List<string> Prompts { get; } = [];

    public List<(int? MaxTokens, Truncation Truncation)> Limits { get; } = [];

    public int DisposeCount { get; private set; }

    /// <summary>Changes an answer, by its index in the call.</summary>
    public Func<int, EmbeddedText, EmbeddedText> Spoil { get; init; } = (_, row) => row;

    public static float[] RowOf(string prompt, int dimensions)
    {
        // Stable over processes, unlike string hash codes.
        var random = new Random(prompt.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        return [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 20) - 10)];
    }

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(DisposeCount > 0, this);
        lock (Prompts)
        {
            Prompts.AddRange(prompts.Select(Join));
            Limits.Add((maxTokens, truncation));
        }

        return Task.FromResult<IReadOnlyList<EmbeddedText>>(
            [.. prompts.Select(Join).Select((prompt, i) =>
                Spoil(i, new EmbeddedText(RowOf(prompt, dimensions), prompt.Length + 1, TruncatedTokenCount: 0)))]);
    }

    private static string Join(EmbeddingPrompt prompt) => prompt.Prefix + prompt.Text;

    public object? GetService(Type serviceType) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => DisposeCount++;
}
