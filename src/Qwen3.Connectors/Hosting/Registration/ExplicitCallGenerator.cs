using Microsoft.Extensions.AI;
using Qwen3.Connectors.Embedding.Calls;

namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>
/// The outermost decorator of a decorated generator. It adds role, instruction and vector space to the options of each call, so that
/// decorators that derive a key from the options, as <c>UseDistributedCache</c> of Microsoft.Extensions.AI does, have different keys for a
/// generator and its query generator.
/// </summary>
internal sealed class ExplicitCallGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private const string VectorSpace = "qwen3.vector_space";

    private readonly Qwen3EmbeddingGenerator _core;

    public ExplicitCallGenerator(IEmbeddingGenerator<string, Embedding<float>> decorated, Qwen3EmbeddingGenerator core)
        : base(decorated) => _core = core;

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var call = await _core.ReadCallAsync(options, cancellationToken).ConfigureAwait(false);
        var space = await _core.GetVectorSpaceAsync(cancellationToken).ConfigureAwait(false);
        var explicitOptions = CallOptions.Create(call, options);
        explicitOptions.AdditionalProperties![VectorSpace] = space.ToString();
        return await base.GenerateAsync(values, explicitOptions, cancellationToken).ConfigureAwait(false);
    }
}
