using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Embeds every text as the same vector, and records its arguments.</summary>
internal sealed class FakeGenerator(params float[] vector) : IEmbeddingGenerator<string, Embedding<float>>
{
    public List<string> Texts { get; } = [];

    public object? LastRole { get; private set; }

    public bool IsDisposed { get; private set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToArray();
        Texts.AddRange(texts);
        LastRole = options?.AdditionalProperties?[Qwen3PropertyNames.Role];
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(_ => new Embedding<float>(vector))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("fake", null, "fake", vector.Length) : null;

    public void Dispose() => IsDisposed = true;
}
