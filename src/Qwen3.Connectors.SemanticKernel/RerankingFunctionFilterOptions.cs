using Microsoft.SemanticKernel;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// Options of a <see cref="RerankingFunctionFilter"/>: which functions it reranks, and how. Copied when the filter is created: later
/// changes have no effect.
/// </summary>
public sealed class RerankingFunctionFilterOptions : FunctionRerankingOptions
{
    /// <summary>Gets the names of plugins whose functions are all reranked. Case is ignored.</summary>
    /// <value>Default empty.</value>
    public IList<string> Plugins { get; } = [];

    /// <summary>
    /// Gets the functions that are reranked, as <c>Plugin.Function</c>, or <c>Function</c> for a function without a plugin. Case is
    /// ignored.
    /// </summary>
    /// <value>Default empty.</value>
    public IList<string> Functions { get; } = [];

    /// <exception cref="ArgumentException">A name is invalid, or there is none.</exception>
    internal HashSet<string> ReadTargets(string parameterName)
    {
        if (Plugins.Count + Functions.Count == 0)
        {
            throw new ArgumentException(
                $"{nameof(RerankingFunctionFilterOptions)} names no function, so the filter would rerank nothing. "
                + $"Add plugins to {nameof(Plugins)} or functions to {nameof(Functions)}.",
                parameterName);
        }

        if (Plugins.FirstOrDefault(name => string.IsNullOrWhiteSpace(name) || name.Contains('.', StringComparison.Ordinal)) is { } plugin)
        {
            throw new ArgumentException(
                $"{nameof(Plugins)} has '{plugin}', which is not the name of a plugin. "
                + $"Add functions to {nameof(Functions)}, as 'Plugin.Function'.",
                parameterName);
        }

        if (Functions.FirstOrDefault(name => !IsFunction(name)) is { } function)
        {
            throw new ArgumentException(
                $"{nameof(Functions)} has '{function}', which is not the name of a function; "
                + "expected 'Plugin.Function', or 'Function' for a function without a plugin.",
                parameterName);
        }

        return new([.. Plugins.Select(name => name + "."), .. Functions], StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsFunction(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Split('.') is [_] or [{ Length: > 0 }, { Length: > 0 }];

    /// <summary>Returns the name of a function as in <see cref="Functions"/>.</summary>
    internal static string NameOf(KernelFunction function) =>
        string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}.{function.Name}";
}
