using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Cli.Models;

/// <summary>The path or name of a model as a user writes it.</summary>
internal static class ModelValue
{
    /// <summary>Checks a value and expands <c>~</c>.</summary>
    /// <exception cref="CliException">The value is empty or an address of a server.</exception>
    public static string Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new CliException(
                ExitCodes.BadInput, "the model is empty; expected the path of a GGUF file or a name that 'qwen3 list' shows.");
        }

        return ModelReference.IsAddress(text) ? throw new CliException(ExitCodes.BadInput, DescribeAddress(text)) : UserPath.Expand(text);
    }

    /// <summary>Returns whether the first argument of a command with texts is a model rather than a text.</summary>
    public static bool IsModel(string text)
    {
        var path = UserPath.Expand(text);
        return path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
            || Path.Exists(path)
            || ModelCatalog.TryGet(text, out _)
            || (!text.Any(char.IsWhiteSpace) && (ModelReference.IsAddress(text)
                || text.Contains("qwen3-", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The address itself is not quoted, because it may contain a password.</summary>
    private static string DescribeAddress(string address) =>
        "the model is the address of a server; expected a path or a name. " + (FindByAddress(address) is { } name
            ? $"'qwen3 pull {name}' downloads this model."
            : "'qwen3 list' shows the models that 'qwen3 pull' downloads; download any other file by other means and give its path.");

    /// <summary>Finds the catalog model whose file or repository an address names.</summary>
    private static string? FindByAddress(string address)
    {
        var segments = address.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var file = segments[^1];
        return ModelCatalog.Models.FirstOrDefault(model => model.File.Equals(file, StringComparison.OrdinalIgnoreCase))?.Name
            ?? segments.Select(FindName).LastOrDefault(name => name is not null);

        static string? FindName(string segment) => ModelCatalog.TryGet(segment, out var model) ? model.Name : null;
    }
}
