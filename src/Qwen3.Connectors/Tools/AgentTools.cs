using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Functions;

namespace Qwen3.Connectors;

/// <summary>Functions that an agent's model can call.</summary>
public static class AgentTools
{
    /// <summary>
    /// A function <c>rerank(query, documents, topN?)</c> that orders documents by how well they answer a query, and gives a list of
    /// <c>{ index, score, text }</c>, best first.
    /// </summary>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">Options of every call; a <c>topN</c> of the model's goes before theirs. Null for the defaults.</param>
    /// <returns>The function. Safe for concurrent use if the reranker is.</returns>
    public static AIFunction CreateRerankFunction(ITextReranker reranker, RerankOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        return new RerankTool(reranker, options?.Clone() ?? new RerankOptions());
    }

    /// <summary>
    /// A function <c>similarity(text, others)</c> that compares a text with others by meaning, and gives the list of their cosines, -1 to 1, in the order of
    /// the others. All texts are embedded alike, with <see cref="TaskInstructions.SemanticSimilarity"/>.
    /// </summary>
    /// <param name="generator">What embeds; stays open.</param>
    /// <returns>The function. Safe for concurrent use if the generator is.</returns>
    public static AIFunction CreateSimilarityFunction(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new SimilarityTool(generator);
    }

    /// <summary>
    /// A function <c>embed(text, role, dimensions?)</c> that gives a text's vector as a list of numbers; <c>role</c> is <c>query</c> or <c>document</c>. For tools
    /// that hand vectors on: a language model itself can't read them.
    /// </summary>
    /// <param name="generator">What embeds; stays open. It must understand <see cref="EmbeddingGenerationOptionsExtensions.WithRole"/>.</param>
    /// <returns>The function. Safe for concurrent use if the generator is.</returns>
    public static AIFunction CreateEmbedFunction(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new EmbedTool(generator);
    }

    /// <summary>Reranks what a search function returns.</summary>
    /// <param name="search">Searches.</param>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">How results are reranked; null for the defaults.</param>
    /// <returns>A function that looks to the model as the search does.</returns>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public static RerankingFunction WithReranking(this AIFunction search, ITextReranker reranker, ResultRerankingOptions? options = null) =>
        new(search, reranker, options);
}
