namespace Qwen3.Connectors;

/// <summary>What any <see cref="ITextReranker"/> can do.</summary>
public static class TextRerankerExtensions
{
    /// <summary>Starts to put decorators around a reranker.</summary>
    /// <param name="reranker">The innermost reranker.</param>
    /// <returns>A builder.</returns>
    public static TextRerankerBuilder AsBuilder(this ITextReranker reranker) => new(reranker);

    /// <summary>The reranker itself or something that it is built on.</summary>
    /// <typeparam name="TService">The type asked for.</typeparam>
    /// <param name="reranker">The reranker to ask.</param>
    /// <param name="serviceKey">Tells services of one type apart; null for the unnamed one.</param>
    /// <returns>An instance of the type, or null where there is none.</returns>
    public static TService? GetService<TService>(this ITextReranker reranker, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        return reranker.GetService(typeof(TService), serviceKey) is TService service ? service : default;
    }

    /// <summary>The reranker itself or something that it is built on.</summary>
    /// <typeparam name="TService">The type asked for.</typeparam>
    /// <param name="reranker">The reranker to ask.</param>
    /// <param name="serviceKey">Tells services of one type apart; null for the unnamed one.</param>
    /// <returns>An instance of the type.</returns>
    /// <exception cref="InvalidOperationException">There is no such service.</exception>
    public static TService GetRequiredService<TService>(this ITextReranker reranker, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        return reranker.GetService(typeof(TService), serviceKey) is TService service
            ? service
            : throw new InvalidOperationException($"The reranker has no service of type '{typeof(TService)}'{(serviceKey is null ? "" : " with that key")}.");
    }
}
