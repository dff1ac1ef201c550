namespace Qwen3.Connectors;

/// <summary>Extensions of <see cref="ITextReranker"/> and its builder.</summary>
public static class TextRerankerExtensions
{
    /// <summary>Starts a builder of decorators around a reranker.</summary>
    /// <param name="reranker">The innermost reranker.</param>
    /// <returns>A builder.</returns>
    public static TextRerankerBuilder AsBuilder(this ITextReranker reranker) => new(reranker);

    /// <summary>The reranker itself or something that it is built on.</summary>
    /// <typeparam name="TService">The type to find.</typeparam>
    /// <param name="reranker">The reranker to ask.</param>
    /// <param name="serviceKey">Tells services of one type apart; null for the unnamed one.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    public static TService? GetService<TService>(this ITextReranker reranker, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        return reranker.GetService(typeof(TService), serviceKey) is TService service ? service : default;
    }

    /// <summary>The reranker itself or something that it is built on.</summary>
    /// <typeparam name="TService">The type to find.</typeparam>
    /// <param name="reranker">The reranker to ask.</param>
    /// <param name="serviceKey">Tells services of one type apart; null for the unnamed one.</param>
    /// <returns>An instance of the type.</returns>
    /// <exception cref="InvalidOperationException">There is no such service.</exception>
    public static TService GetRequiredService<TService>(this ITextReranker reranker, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        return reranker.GetService(typeof(TService), serviceKey) is TService service
            ? service
            : throw new InvalidOperationException(
                $"The reranker has no service of type '{typeof(TService)}'{(serviceKey is null ? "" : " with that key")}.");
    }

    /// <summary>Orders items of any type by how well their texts answer a query.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="reranker">What scores.</param>
    /// <param name="query">The query.</param>
    /// <param name="items">The candidates; enumerated once.</param>
    /// <param name="textSelector">Returns an item's text; called once per item.</param>
    /// <param name="options">Options of this call; never changed. Null for the defaults.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>The best items first; items of equal score in the order they were given in. Empty for no items.</returns>
    /// <exception cref="ArgumentException">An item has no text, or a text is too long where truncation is not allowed.</exception>
    public static Task<RerankedItems<T>> RerankAsync<T>(
        this ITextReranker reranker,
        string query,
        IEnumerable<T> items,
        Func<T, string> textSelector,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(textSelector);
        return RerankItemsAsync(reranker, query, [.. items], textSelector, options, cancellationToken);
    }

    /// <summary>Orders items of a stream, such as a vector store's results, by how well their texts answer a query.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="reranker">What scores.</param>
    /// <param name="query">The query.</param>
    /// <param name="items">The candidates; read to the end once, before the first is scored.</param>
    /// <param name="textSelector">Returns an item's text; called once per item.</param>
    /// <param name="options">Options of this call; never changed. Null for the defaults.</param>
    /// <param name="cancellationToken">Stops reading and the computation.</param>
    /// <returns>The best items first; items of equal score in the order they were given in. Empty for no items.</returns>
    /// <exception cref="ArgumentException">An item has no text, or a text is too long where truncation is not allowed.</exception>
    public static async Task<RerankedItems<T>> RerankAsync<T>(
        this ITextReranker reranker,
        string query,
        IAsyncEnumerable<T> items,
        Func<T, string> textSelector,
        RerankOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(textSelector);
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            list.Add(item);
        }

        return await RerankItemsAsync(reranker, query, list, textSelector, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a <see cref="CachingTextReranker"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="capacity">Scores to keep at the most; 1 or more.</param>
    /// <returns>The builder.</returns>
    public static TextRerankerBuilder UseCache(this TextRerankerBuilder builder, int capacity = CachingTextReranker.DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return builder.Use(inner => new CachingTextReranker(inner, capacity));
    }

    private static async Task<RerankedItems<T>> RerankItemsAsync<T>(
        ITextReranker reranker,
        string query,
        List<T> items,
        Func<T, string> textSelector,
        RerankOptions? options,
        CancellationToken cancellationToken)
    {
        var texts = new string[items.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = textSelector(items[i])
                ?? throw new ArgumentException($"The selector returned null for item {i}; a text was expected.", nameof(textSelector));
        }

        return new RerankedItems<T>(items, await reranker.RerankAsync(query, texts, options, cancellationToken).ConfigureAwait(false));
    }
}
