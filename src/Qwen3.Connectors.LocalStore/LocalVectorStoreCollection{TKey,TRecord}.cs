using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Embeddings;
using Qwen3.Connectors.LocalStore.Filters;
using Qwen3.Connectors.LocalStore.Indexing;
using Qwen3.Connectors.LocalStore.Records;
using Qwen3.Connectors.LocalStore.Searching;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.LocalStore;

// Collections of vector stores are named so.
#pragma warning disable CA1711

/// <summary>A collection of a <see cref="LocalVectorStore"/>, whose methods return it. Safe for concurrent use.</summary>
/// <remarks>
/// Every call is one transaction. A collection that does not exist, or does not fit the records, causes a
/// <see cref="VectorStoreException"/>, as does a file that cannot be read or written; a filter without a translation to SQL causes a
/// <see cref="NotSupportedException"/>; a generator of another vector space causes a <see cref="VectorSpaceMismatchException"/>.
/// </remarks>
/// <typeparam name="TKey">The type of keys: string, Guid, int, long; object for dictionaries.</typeparam>
/// <typeparam name="TRecord">The type of records.</typeparam>
public sealed class LocalVectorStoreCollection<TKey, TRecord> : VectorStoreCollection<TKey, TRecord>, IKeywordHybridSearchable<TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly CollectionModel _model;
    private readonly StoreFile _file;
    private readonly IndexCache _indexes;
    private readonly LayoutCache _layouts;
    private readonly SpaceGuard _spaces = new();
    private readonly CollectionSearch<TRecord> _search;
    private readonly VectorStoreCollectionMetadata _metadata;

    internal LocalVectorStoreCollection(
        string name, CollectionModel model, StoreFile file, IndexCache indexes, LocalVectorStoreOptions options)
    {
        Name = name;
        _model = model;
        _file = file;
        _indexes = indexes;
        _layouts = new LayoutCache(name, model, file.Path);
        _search = new CollectionSearch<TRecord>(name, file, _layouts, indexes, _spaces, options);
        _metadata = new VectorStoreCollectionMetadata
        {
            VectorStoreSystemName = StoreErrors.SystemName,
            VectorStoreName = file.Path,
            CollectionName = name,
        };
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(session => CollectionCatalog.Find(session, Name) is not null, cancellationToken);

    /// <summary>
    /// Creates the collection if it does not exist. Adds the properties of the records that an existing collection lacks: records that
    /// are there have null, or the default value of the property's type.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the collection exists.</returns>
    /// <exception cref="VectorStoreException">The collection has a property of another type or with other dimensions.</exception>
    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => _file.WriteAsync(
        session =>
        {
            RecordLayout.Ensure(session, Name, _model, _file.Path);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) =>
        CollectionCatalog.DeleteAsync(_file, Name, _indexes.Remove, cancellationToken);

    /// <inheritdoc/>
    public override async Task<TRecord?> GetAsync(
        TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var records = await ReadAsync([key], options, cancellationToken).ConfigureAwait(false);
        return records.Count == 0 ? null : records[0];
    }

    /// <summary>Returns the records of keys, in the order of the keys; there is none for a key without a record.</summary>
    /// <param name="keys">The keys; enumerated once.</param>
    /// <param name="options">Whether to include vectors.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public override IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var list = keys.ToList();
        return Enumerate(token => ReadAsync(list, options, token), cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new FilteredRecordRetrievalOptions<TRecord>();
        CheckVectors(options.IncludeVectors);
        return Enumerate(token => ReadAsync(filter, top, options, token), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertAsync([record], cancellationToken);
    }

    /// <summary>Inserts or replaces records in one transaction: all or none. Of several records with one key, the last stays.</summary>
    /// <param name="records">The records; enumerated once. Keys that are an empty Guid are generated and set.</param>
    /// <param name="cancellationToken">Cancels the call; then nothing was written.</param>
    /// <returns>A task that completes when the records are in the file.</returns>
    /// <exception cref="ArgumentException">A record is null, or a value cannot be stored; the message names the property.</exception>
    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var list = records.ToList();
        if (list.Contains(null!))
        {
            throw new ArgumentException($"Record {list.IndexOf(null!)} is null.", nameof(records));
        }

        if (list.Count == 0)
        {
            return;
        }

        var properties = _model.VectorProperties;
        var vectors = new List<byte[]?[]>(properties.Count);
        var spaces = new VectorSpaceFingerprint?[properties.Count];
        for (var i = 0; i < properties.Count; i++)
        {
            spaces[i] = await GeneratorSpaces.ReadAsync(properties[i], cancellationToken).ConfigureAwait(false);
            vectors.Add(await RecordEmbedder.EncodeAsync(properties[i], list, cancellationToken).ConfigureAwait(false));
        }

        var generated = await _file.WriteAsync(
            session =>
            {
                var (collection, layout) = _layouts.Find(session);
                for (var i = 0; i < spaces.Length; i++)
                {
                    _spaces.BeforeWrite(session, collection, layout.Vectors[i], spaces[i]);
                }

                return new RecordUpsert(session, collection, layout).Write(list, vectors);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var (record, key) in generated)
        {
            _model.KeyProperty.SetValueAsObject(list[record], key);
        }
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DeleteAsync([key], cancellationToken);
    }

    /// <summary>Deletes the records of keys in one transaction. A key without a record is ignored.</summary>
    /// <param name="keys">The keys; enumerated once.</param>
    /// <param name="cancellationToken">Cancels the call; then nothing was deleted.</param>
    /// <returns>A task that completes when the records are deleted.</returns>
    public override async Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var list = keys.ToList();
        if (list.Count == 0)
        {
            return;
        }

        await _file.WriteAsync(
            session =>
            {
                var (collection, layout) = _layouts.Find(session);
                var writer = new RecordWriter(session, collection, layout.Properties, []);
                foreach (var key in list)
                {
                    writer.Delete(KeyEncoder.Encode(layout.Key.Type, key, "A key"));
                }

                writer.Complete();
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the records nearest to a vector or to a value that the property's generator embeds.</summary>
    /// <typeparam name="TInput">A vector of floats, or what the generator embeds. A Qwen3 generator embeds a string as a query.</typeparam>
    /// <param name="searchValue">The vector or value.</param>
    /// <param name="top">Results at most; 1 or more.</param>
    /// <param name="options">The filter, the vector property, the page and the threshold.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>
    /// Records with their score by the distance function, nearest first; equal scores in the order in which they were written.
    /// </returns>
    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue,
        int top,
        VectorSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        CheckVectors(options.IncludeVectors);
        var property = _model.GetVectorPropertyOrSingle(options);
        var page = new SearchPage(top, options.Skip, options.ScoreThreshold, options.IncludeVectors);
        var filter = options.Filter;
        return Enumerate(token => _search.FindAsync(property, searchValue, filter, page, token), cancellationToken);
    }

    /// <summary>Finds records by a vector and by keywords, and fuses both ranks: a score is the sum of 1 / (60 + rank).</summary>
    /// <typeparam name="TInput">A vector of floats, or what the generator embeds. A Qwen3 generator embeds a string as a query.</typeparam>
    /// <param name="searchValue">The vector or value.</param>
    /// <param name="keywords">
    /// Words or phrases, of any language and with any characters; records with any of them are found. Case and diacritics are ignored.
    /// </param>
    /// <param name="top">Results at most; 1 or more.</param>
    /// <param name="options">The filter, the vector and text properties, the page and the threshold.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Records with their score, best first.</returns>
    public IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        TInput searchValue,
        ICollection<string> keywords,
        int top,
        HybridSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentNullException.ThrowIfNull(keywords);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new HybridSearchOptions<TRecord>();
        CheckVectors(options.IncludeVectors);
        var property = _model.GetVectorPropertyOrSingle<TRecord>(new() { VectorProperty = options.VectorProperty });
        var text = _model.GetFullTextDataPropertyOrSingle(options.AdditionalProperty);
        var page = new SearchPage(top, options.Skip, options.ScoreThreshold, options.IncludeVectors);
        var (words, filter) = (keywords.ToList(), options.Filter);
        return Enumerate(token => _search.FindHybridAsync(property, searchValue, text, words, filter, page, token), cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    private static async IAsyncEnumerable<T> Enumerate<T>(
        Func<CancellationToken, Task<List<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in await read(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private Task<List<TRecord>> ReadAsync(List<TKey> keys, RecordRetrievalOptions? options, CancellationToken cancellationToken)
    {
        var includeVectors = options?.IncludeVectors ?? false;
        CheckVectors(includeVectors);
        return keys.Count == 0
            ? Task.FromResult<List<TRecord>>([])
            : _file.ReadAsync(
                session =>
                {
                    var (collection, layout) = _layouts.Find(session);
                    var reader = new RecordReader<TRecord>(session, collection, layout, includeVectors);
                    return keys.Distinct()
                        .SelectMany(key => reader.Read("WHERE r.key = ?1", KeyEncoder.Encode(layout.Key.Type, key, "A key")))
                        .Select(found => found.Record)
                        .ToList();
                },
                cancellationToken);
    }

    private Task<List<TRecord>> ReadAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord> options,
        CancellationToken cancellationToken) => _file.ReadAsync(
        session =>
        {
            var (collection, layout) = _layouts.Find(session);
            var condition = FilterTranslator.Translate(filter, layout);
            var order = RecordOrder.Translate(options.OrderBy, layout);
            var count = condition.Values.Length;
            return new RecordReader<TRecord>(session, collection, layout, options.IncludeVectors)
                .Read(
                    $"WHERE {condition.Condition} ORDER BY {order} LIMIT ?{count + 1} OFFSET ?{count + 2}",
                    [.. condition.Values, top, options.Skip])
                .ConvertAll(found => found.Record);
        },
        cancellationToken);

    private void CheckVectors(bool includeVectors)
    {
        if (includeVectors && _model.EmbeddingGenerationRequired)
        {
            throw new NotSupportedException(VectorDataStrings.IncludeVectorsNotSupportedWithEmbeddingGeneration);
        }
    }
}
