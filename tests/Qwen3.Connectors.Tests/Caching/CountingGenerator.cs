using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tests.Caching;

/// <summary>A decorator between cache and generator that records the texts of each call, and can delay or fail calls.</summary>
internal sealed class CountingGenerator(Qwen3EmbeddingGenerator inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private readonly ConcurrentQueue<string[]> _calls = new();

    public IReadOnlyList<string[]> Calls => [.. _calls];

    public int Disposals { get; private set; }

    /// <summary>Runs before a call is passed on.</summary>
    public Func<string[], CancellationToken, Task> BeforeCall { get; set; } = (_, _) => Task.CompletedTask;

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        _calls.Enqueue(texts);
        await BeforeCall(texts, cancellationToken);
        return await base.GenerateAsync(texts, options, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        Disposals++;
        base.Dispose(disposing);
    }
}
