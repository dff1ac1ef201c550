using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Functions;

namespace Qwen3.Connectors;

/// <summary>Creates functions for the model of an agent to call.</summary>
public static class AgentTools
{
    /// <summary>
    /// Creates a function <c>rerank(query, documents, topN?)</c> that orders documents by how well they answer a query. It returns a list
    /// of <c>{ index, score, text }</c>, best first.
    /// </summary>
    /// <param name="reranker">The reranker. Not disposed.</param>
    /// <param name="options">Options of every call; a <c>topN</c> argument overrides theirs. Null for the defaults.</param>
    /// <returns>The function. Safe for concurrent use if the reranker is.</returns>
    public static AIFunction CreateRerankFunction(ITextReranker reranker, RerankOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        return new RerankTool(reranker, options?.Clone() ?? new RerankOptions());
    }

    /// <summary>
    /// Creates a function <c>similarity(text, others)</c> that compares a text with others by meaning. It returns their cosine
    /// similarities, -1 to 1, in the order of <c>others</c>. All texts are embedded alike, with
    /// <see cref="TaskInstructions.SemanticSimilarity"/>.
    /// </summary>
    /// <param name="generator">The embedding generator. Not disposed.</param>
    /// <returns>The function. Safe for concurrent use if the generator is.</returns>
    public static AIFunction CreateSimilarityFunction(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new SimilarityTool(generator);
    }

    /// <summary>
    /// Creates a function <c>embed(text, role, dimensions?)</c> that returns the vector of a text as a list of numbers; <c>role</c> is
    /// <c>query</c> or <c>document</c>. For tools that pass vectors on: a language model can't interpret them.
    /// </summary>
    /// <param name="generator">
    /// The embedding generator. Not disposed. It must support <see cref="EmbeddingGenerationOptionsExtensions.WithRole"/>.
    /// </param>
    /// <returns>The function. Safe for concurrent use if the generator is.</returns>
    public static AIFunction CreateEmbedFunction(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new EmbedTool(generator);
    }

    /// <summary>Wraps a search function so that its results are reranked. Its name, description and schema stay the same.</summary>
    /// <remarks>Every <see cref="AIFunction"/> is accepted, a function of Semantic Kernel or of an MCP client included.</remarks>
    /// <param name="search">The search function. <see cref="ResultReranker"/> lists the results that it can return.</param>
    /// <param name="reranker">The reranker. Not disposed.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <returns>The function. Safe for concurrent use if the search and the reranker are.</returns>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public static AIFunction WithReranking(this AIFunction search, ITextReranker reranker, FunctionRerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(reranker);
        options = (options ?? new FunctionRerankingOptions()).CloneValid<FunctionRerankingOptions>(nameof(options));
        return new RerankingFunction(search, reranker, options);
    }
}
