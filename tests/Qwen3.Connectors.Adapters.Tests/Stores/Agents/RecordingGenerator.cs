using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Agents;

/// <summary>Records the texts that it embeds.</summary>
internal sealed class RecordingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public List<string> Texts { get; } = [];

    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        Texts.AddRange(texts);
        return base.GenerateAsync(texts, options, cancellationToken);
    }
}
