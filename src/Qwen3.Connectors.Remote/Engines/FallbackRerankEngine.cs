using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Remote.Profiles;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Two engines of one reranking model, of which the second is used while the first is not available. It owns both.</summary>
internal sealed class FallbackRerankEngine(IRerankEngine first, IRerankEngine second) : IRerankEngine
{
    private readonly FallbackRunner<ProbeScore> _runner = new(
        token => ProbeAsync(first, token), token => ProbeAsync(second, token), FindDifference);

    public EngineDescription Description => first.Description;

    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        _runner.RunAsync(
            token => first.ScoreAsync(prompts, maxTokens, truncation, token),
            token => second.ScoreAsync(prompts, maxTokens, truncation, token),
            cancellationToken);

    public object? GetService(Type serviceType) =>
        serviceType?.IsInstanceOfType(this) == true ? this : first.GetService(serviceType!) ?? TokenizerOf(second, serviceType!);

    public ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken) =>
        first.GetDescriptionAsync(cancellationToken);

    public ValueTask<object?> GetServiceAsync(Type serviceType, CancellationToken cancellationToken) =>
        first.GetServiceAsync(serviceType, cancellationToken);

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    /// <summary>Servers have no tokenizer in this process; that of the local model is the same.</summary>
    private static object? TokenizerOf(IRerankEngine engine, Type serviceType) =>
        serviceType == typeof(Qwen3Tokenizer) ? engine.GetService(serviceType) : null;

    private static async Task<ProbeScore> ProbeAsync(IRerankEngine engine, CancellationToken cancellationToken)
    {
        var prompts = RerankTemplate.Build(TaskInstructions.WebSearch, RerankProbe.Query, [RerankProbe.Document, RerankProbe.Query]);
        var scores = await engine.ScoreAsync(prompts, null, Truncation.TruncateEnd, cancellationToken).ConfigureAwait(false);
        return new ProbeScore([.. scores.Select(score => score.YesProbability)]);
    }

    private static string? FindDifference(ProbeScore one, ProbeScore other) =>
        one.Values.Zip(other.Values, (x, y) => Math.Abs(x - y)).Max() is var difference && difference <= ProbeScore.MaxDifference
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"both score the same pair differently (by {difference:F3}; expected at most {ProbeScore.MaxDifference}). "
                + $"Use the same model in a similar quantisation.");
}
