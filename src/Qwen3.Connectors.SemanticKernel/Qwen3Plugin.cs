using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>A plugin with the functions of <see cref="AgentTools"/>, for agents that rerank, compare or embed by themselves.</summary>
public static class Qwen3Plugin
{
    /// <summary>The plugin's name unless another is given.</summary>
    public const string DefaultName = "qwen3";

    /// <summary>Creates a plugin with <c>rerank</c> and <c>similarity</c>, or the one of them that there is a model for.</summary>
    /// <param name="reranker">What scores; stays open. Null for no <c>rerank</c>.</param>
    /// <param name="generator">What embeds; stays open. Null for no <c>similarity</c>.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="withEmbed">Whether <c>embed</c> is added, which gives the numbers of a vector: for tools that hand vectors on, not for models to read.</param>
    /// <returns>The plugin. Safe for concurrent use if reranker and generator are.</returns>
    /// <exception cref="ArgumentException">There is neither a reranker nor a generator, or no generator to embed with.</exception>
    public static KernelPlugin Create(
        ITextReranker? reranker, IEmbeddingGenerator<string, Embedding<float>>? generator = null, string name = DefaultName, bool withEmbed = false)
    {
        if ((reranker is null && generator is null) || (withEmbed && generator is null))
        {
            throw new ArgumentException("Expected a reranker, a generator or both, and a generator for 'embed': without a model there is no function.", nameof(generator));
        }

        var functions = new List<AIFunction>();
        if (reranker is not null)
        {
            functions.Add(AgentTools.CreateRerankFunction(reranker));
        }

        if (generator is not null)
        {
            functions.Add(AgentTools.CreateSimilarityFunction(generator));
        }

        if (withEmbed)
        {
            functions.Add(AgentTools.CreateEmbedFunction(generator!));
        }

        return KernelPluginFactory.CreateFromFunctions(name, "Orders and compares texts by meaning, with local models.", functions.Select(function => function.AsKernelFunction()));
    }
}
