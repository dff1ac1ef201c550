using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData.Memory.Storage;

namespace Qwen3.Connectors.VectorData;

/// <summary>
/// Stores documents in a vector store and finds the passages that answer a question: documents are cut into chunks by the model's own
/// tokens and embedded, questions are embedded as queries, and what is found is reranked. Safe for concurrent use if the store is.
/// </summary>
public sealed class Qwen3Memory : IDisposable
{
    private readonly VectorStore _store;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly ITextReranker? _reranker;
    private readonly MemoryCollection _collection;
    private readonly bool _leaveOpen;

    /// <summary>Creates a memory. The model and the collection are opened by the first call that needs them.</summary>
    /// <param name="store">The store. Any store that has keys of <see cref="Guid"/> and lists of strings.</param>
    /// <param name="generator">The generator that embeds chunks and questions. Not disposed.</param>
    /// <param name="reranker">Reranks what is found; null for the order of the store. Not disposed.</param>
    /// <param name="options">Options; null for the defaults. Copied.</param>
    /// <param name="leaveOpen">Whether <see cref="Dispose"/> leaves the store open.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    [RequiresDynamicCode("Vector stores map records by reflection.")]
    [RequiresUnreferencedCode("Vector stores map records by reflection.")]
    public Qwen3Memory(
        VectorStore store,
        IEmbeddingGenerator<string, Embedding<float>> generator,
        ITextReranker? reranker = null,
        Qwen3MemoryOptions? options = null,
        bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(generator);
        _store = store;
        _generator = generator;
        _reranker = reranker;
        _collection = new MemoryCollection(store, generator, (options ?? new Qwen3MemoryOptions()).Clone());
        _leaveOpen = leaveOpen;
    }

    /// <summary>Stores a document in place of one of the same name.</summary>
    /// <param name="source">The name of the document, such as a path; its extension tells whether it is Markdown or code.</param>
    /// <param name="text">The document.</param>
    /// <param name="cancellationToken">Stops the call. Chunks that are stored by then remain.</param>
    /// <returns>The number of chunks that were stored.</returns>
    /// <exception cref="InvalidOperationException">The generator has no tokenizer, or does not state the length of its vectors.</exception>
    public Task<int> AddAsync(string source, string text, CancellationToken cancellationToken = default) =>
        AddAsync([new(source, text)], cancellationToken);

    /// <summary>Stores documents in place of those of the same names. Many documents at once are embedded in full batches.</summary>
    /// <param name="documents">The documents. Enumerated once.</param>
    /// <param name="cancellationToken">Stops the call. Chunks that are stored by then remain.</param>
    /// <returns>The number of chunks that were stored.</returns>
    /// <exception cref="ArgumentException">A document has no name, or two have the same.</exception>
    /// <exception cref="InvalidOperationException">The generator has no tokenizer, or does not state the length of its vectors.</exception>
    public async Task<int> AddAsync(IEnumerable<MemoryDocument> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var opened = await _collection.OpenAsync(cancellationToken).ConfigureAwait(false);
        var writer = new MemoryWriter(opened, _generator);
        return await writer.WriteAsync(documents, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the passages that answer a question, best first.</summary>
    /// <param name="query">The question or keywords. Embedded as a query.</param>
    /// <param name="top">The largest number of passages, 1 or more.</param>
    /// <param name="options">Filter, candidates, minimum score; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The passages with their sources and scores; empty if none is relevant.</returns>
    /// <exception cref="NotSupportedException">
    /// <see cref="MemorySearchOptions.UseKeywords"/> is set, and the store has no hybrid search.
    /// </exception>
    public async Task<IReadOnlyList<MemoryHit>> SearchAsync(
        string query, int top = 5, MemorySearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new MemorySearchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Candidates, 1);
        var opened = await _collection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await new MemorySearch(opened, _generator, _reranker).SearchAsync(query, top, options, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Deletes a document.</summary>
    /// <param name="source">The name of the document.</param>
    /// <param name="cancellationToken">Stops the call. Chunks that are deleted by then are lost.</param>
    /// <returns>The number of chunks that were deleted; 0 if there is no such document.</returns>
    public async Task<int> DeleteAsync(string source, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        var opened = await _collection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await opened.DeleteAsync(source, firstIndex: 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes all documents with their collection.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task ClearAsync(CancellationToken cancellationToken = default) =>
        await _collection.DeleteAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the store, unless it is to be left open.</summary>
    public void Dispose()
    {
        _collection.Dispose();
        if (!_leaveOpen)
        {
            _store.Dispose();
        }
    }
}
