using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>What a kernel function found, as a value that can be reranked, and the way back.</summary>
/// <param name="Items">The value to rerank; the function's own where it needs no reading.</param>
/// <param name="Rebuild">Makes a result of the function's own kind from the reranked value.</param>
internal sealed record FoundResults(object? Items, Func<object?, object?> Rebuild)
{
    private static readonly MethodInfo s_readAsync = typeof(FoundResults).GetMethod(nameof(ReadListAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Reads <see cref="KernelSearchResults{T}"/> to their end; leaves any other value alone.</summary>
    public static Task<FoundResults> ReadAsync(object? value, CancellationToken cancellationToken) => value switch
    {
        KernelSearchResults<string> strings => ReadListAsync(strings, cancellationToken),
        KernelSearchResults<TextSearchResult> results => ReadListAsync(results, cancellationToken),
        KernelSearchResults<object> records => ReadListAsync(records, cancellationToken),
        not null when IsSearchResults(value) => ReadListOfRecordsAsync(value, cancellationToken),
        _ => Task.FromResult(new FoundResults(value, reranked => reranked)),
    };

    private static bool IsSearchResults(object value) => value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KernelSearchResults<>);

    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method asks nothing of its type parameter.")]
    private static Task<FoundResults> ReadListOfRecordsAsync(object results, CancellationToken cancellationToken) =>
        RuntimeFeature.IsDynamicCodeSupported
            ? (Task<FoundResults>)s_readAsync.MakeGenericMethod(results.GetType().GetGenericArguments()).Invoke(null, [results, cancellationToken])!
            : throw new NotSupportedException($"{results.GetType()} can't be reranked without dynamic code (AOT); let the function return a list, or KernelSearchResults<object>.");

    private static async Task<FoundResults> ReadListAsync<T>(KernelSearchResults<T> results, CancellationToken cancellationToken)
    {
        var items = await results.Results.ToListAsync(cancellationToken).ConfigureAwait(false);
        return new FoundResults(items, reranked => new KernelSearchResults<T>(((IEnumerable)reranked!).Cast<T>().ToAsyncEnumerable(), results.TotalCount, results.Metadata));
    }
}
