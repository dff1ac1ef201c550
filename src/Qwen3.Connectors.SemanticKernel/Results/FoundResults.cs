using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>The result of a kernel function as a value that can be reranked.</summary>
/// <param name="Items">The value to rerank.</param>
/// <param name="Rebuild">Converts the reranked value into a result of the function's type.</param>
internal sealed record FoundResults(object? Items, Func<object?, object?> Rebuild)
{
    private static readonly MethodInfo s_readAsync =
        typeof(FoundResults).GetMethod(nameof(ReadListAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>
    /// Enumerates <see cref="KernelSearchResults{T}"/> and reads the text of text content. Any other value stays as it is.
    /// </summary>
    public static Task<FoundResults> ReadAsync(object? value, CancellationToken cancellationToken) => value switch
    {
        KernelSearchResults<string> strings => ReadListAsync(strings, cancellationToken),
        KernelSearchResults<TextSearchResult> results => ReadListAsync(results, cancellationToken),
        KernelSearchResults<object> records => ReadListAsync(records, cancellationToken),
        TextContent { Text: { } text } content => Task.FromResult(new FoundResults(text, reranked => Copy(content, reranked))),
        not null when IsSearchResults(value) => ReadListOfRecordsAsync(value, cancellationToken),
        _ => Task.FromResult(new FoundResults(value, reranked => reranked)),
    };

    private static bool IsSearchResults(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KernelSearchResults<>);

    /// <summary>Omits the inner content, which has the text before reranking.</summary>
    private static TextContent Copy(TextContent content, object? text) =>
        ReferenceEquals(text, content.Text)
            ? content
            : new TextContent((string?)text, content.ModelId, null, content.Encoding, content.Metadata);

    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method has no requirements for its type parameter.")]
    private static Task<FoundResults> ReadListOfRecordsAsync(object results, CancellationToken cancellationToken) =>
        RuntimeFeature.IsDynamicCodeSupported
            ? (Task<FoundResults>)s_readAsync
                .MakeGenericMethod(results.GetType().GetGenericArguments())
                .Invoke(null, [results, cancellationToken])!
            : throw new NotSupportedException(
                $"{results.GetType()} can't be reranked without dynamic code (Native AOT). "
                + "Return a list or KernelSearchResults<object> from the function.");

    private static async Task<FoundResults> ReadListAsync<T>(KernelSearchResults<T> results, CancellationToken cancellationToken)
    {
        var items = await results.Results.ToListAsync(cancellationToken).ConfigureAwait(false);
        return new FoundResults(
            items,
            reranked => new KernelSearchResults<T>(
                ((IEnumerable)reranked!).Cast<T>().ToAsyncEnumerable(), results.TotalCount, results.Metadata));
    }
}
