using Microsoft.SemanticKernel;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>Which functions a <see cref="RerankingFunctionFilter"/> reranks, and how. Copied when the filter is created: later changes have no effect.</summary>
public sealed class RerankingFunctionFilterOptions
{
    /// <summary>Names of plugins all of whose functions search; case does not matter.</summary>
    /// <value>Default empty.</value>
    public IList<string> Plugins { get; } = [];

    /// <summary>Functions that search, as <c>Plugin.Function</c>, or <c>Function</c> for one without a plugin; case does not matter.</summary>
    /// <value>Default empty.</value>
    public IList<string> Functions { get; } = [];

    /// <summary>The query's argument, top-n and minimum score, where a result's text is, and what happens when reranking fails.</summary>
    /// <value>
    /// Default: the argument <c>query</c>, every result, failures thrown. Without a text selector or property, a result's text is the value of a
    /// <c>TextSearchResult</c>, a record's property marked <c>[TextSearchResultValue]</c>, or what <see cref="ResultRerankingOptions.FindText"/> finds.
    /// </value>
    public ResultRerankingOptions Results { get; set; } = new();

    /// <exception cref="ArgumentException">A name is wrong, or there is none.</exception>
    internal HashSet<string> ReadTargets(string parameterName)
    {
        if (Plugins.Count + Functions.Count == 0)
        {
            throw new ArgumentException(
                $"{nameof(RerankingFunctionFilterOptions)} names no function: the filter would rerank nothing. Add plugins to {nameof(Plugins)} or functions to {nameof(Functions)}.",
                parameterName);
        }

        if (Plugins.FirstOrDefault(name => string.IsNullOrWhiteSpace(name) || name.Contains('.', StringComparison.Ordinal)) is { } plugin)
        {
            throw new ArgumentException($"'{plugin}' of {nameof(Plugins)} is no plugin's name; functions belong into {nameof(Functions)}, as 'Plugin.Function'.", parameterName);
        }

        if (Functions.FirstOrDefault(name => string.IsNullOrWhiteSpace(name) || name.Split('.') is not ([_] or [{ Length: > 0 }, { Length: > 0 }])) is { } function)
        {
            throw new ArgumentException($"'{function}' of {nameof(Functions)} is no function's name; expected 'Plugin.Function', or 'Function' for one without a plugin.", parameterName);
        }

        return new([.. Plugins.Select(name => name + "."), .. Functions], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A function's name as <see cref="Functions"/> has it.</summary>
    internal static string NameOf(KernelFunction function) => string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}.{function.Name}";
}
