using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tests.LocalStore;

/// <summary>A generator of another library, with a model's name and constant vectors.</summary>
internal sealed class NamedGenerator(string model, int dimensions = 256) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Texts that were embedded.</summary>
    public int Texts { get; private set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var vectors = values.Select(text => new Embedding<float>(
            Enumerable.Range(1, dimensions).Select(i => (float)(text.Length + i)).ToArray())).ToList();
        Texts += vectors.Count;
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(vectors));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("tests", null, model, dimensions)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }
}
