using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// Creates a plugin with the functions of <see cref="AgentTools"/>, for agents whose model reranks, compares or embeds texts by itself.
/// </summary>
public static class Qwen3Plugin
{
    /// <summary>The default name of the plugin.</summary>
    public const string DefaultName = "qwen3";

    /// <summary>Creates a plugin with <c>rerank</c> and <c>similarity</c>, or with the one of them that has a model.</summary>
    /// <param name="reranker">The reranker. Not disposed. Null for no <c>rerank</c>.</param>
    /// <param name="generator">The embedding generator. Not disposed. Null for no <c>similarity</c>.</param>
    /// <param name="name">The name of the plugin.</param>
    /// <param name="withEmbed">
    /// Whether to add <c>embed</c>, which returns the numbers of a vector: for tools that pass vectors on, not for language models.
    /// </param>
    /// <returns>The plugin. Safe for concurrent use if the reranker and the generator are.</returns>
    /// <exception cref="ArgumentException">Both models are null, or <c>embed</c> has no generator.</exception>
    public static KernelPlugin Create(
        ITextReranker? reranker,
        IEmbeddingGenerator<string, Embedding<float>>? generator = null,
        string name = DefaultName,
        bool withEmbed = false)
    {
        if ((reranker is null && generator is null) || (withEmbed && generator is null))
        {
            throw new ArgumentException(
                "No model for a function: expected a reranker, a generator or both, and a generator for 'embed'.", nameof(generator));
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

        return KernelPluginFactory.CreateFromFunctions(
            name, "Orders and compares texts by meaning, with local models.", functions.Select(function => function.AsKernelFunction()));
    }
}
