using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Fingerprints.Comparison;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Two engines of one vector space, of which the second is used while the first is not available. It owns both.</summary>
internal sealed class FallbackEmbeddingEngine(IEmbeddingEngine first, IEmbeddingEngine second) : IEmbeddingEngine
{
    private readonly FallbackRunner<float[]> _runner = new(
        token => ProbeAsync(first, token), token => ProbeAsync(second, token), FindDifference);

    public EngineDescription Description => first.Description;

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken) =>
        _runner.RunAsync(
            token => first.EmbedAsync(prompts, maxTokens, truncation, token),
            token => second.EmbedAsync(prompts, maxTokens, truncation, token),
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
    private static object? TokenizerOf(IEmbeddingEngine engine, Type serviceType) =>
        serviceType == typeof(Qwen3Tokenizer) ? engine.GetService(serviceType) : null;

    private static async Task<float[]> ProbeAsync(IEmbeddingEngine engine, CancellationToken cancellationToken)
    {
        var rows = await engine.EmbedAsync(
            [new EmbeddingPrompt("", ProbeVector.Text)], null, Truncation.Throw, cancellationToken).ConfigureAwait(false);
        return rows[0].Values.ToArray();
    }

    private static string? FindDifference(float[] one, float[] other) =>
        ProbeVector.Cosine(one, other) is var cosine && cosine >= ProbeVector.MinCosine ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"both embed the same text differently (cosine {cosine:F4}; expected {ProbeVector.MinCosine} or more). "
            + $"Use the same model in a similar quantisation.");
}
