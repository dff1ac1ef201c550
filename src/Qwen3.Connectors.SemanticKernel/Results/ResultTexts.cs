using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.SemanticKernel.Data;

namespace Qwen3.Connectors.SemanticKernel.Results;

/// <summary>Where Semantic Kernel's results have their text.</summary>
internal static class ResultTexts
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> s_marked = new();

    /// <returns>A copy of the options with a text selector that knows Semantic Kernel's results, unless they have one of their own.</returns>
    /// <exception cref="ArgumentException">There are no options.</exception>
    public static ResultRerankingOptions Complete(ResultRerankingOptions? options, string parameterName)
    {
        var complete = options?.Clone() ?? throw new ArgumentException("Options for results were expected, not null.", parameterName);
        if (complete.TextSelector is null)
        {
            var given = options.Clone();
            complete.TextSelector = result => Find(result, given) ?? throw new InvalidOperationException(
                $"A result of the search, a {result.GetType()}, has no text that can be reranked: expected a string, a {nameof(TextSearchResult)}, a record with "
                + $"a string property marked [TextSearchResultValue] or named {given.TextProperty ?? "Text, Content or the like"}, or with a single string property. "
                + $"Set {nameof(given.TextProperty)} or {nameof(given.TextSelector)}.");
        }

        return complete;
    }

    private static string? Find(object result, ResultRerankingOptions options) => result switch
    {
        string text => text,
        TextSearchResult found => found.Value,
        _ when options.TextProperty is null && s_marked.GetOrAdd(result.GetType(), FindMarked) is { } property => property.GetValue(result)?.ToString(),
        _ => options.FindText(result),
    };

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A marked property that was trimmed is not found, and the text is looked for like that of any record.")]
    private static PropertyInfo? FindMarked(Type type) => type.GetProperties().FirstOrDefault(property => property.IsDefined(typeof(TextSearchResultValueAttribute)));
}
