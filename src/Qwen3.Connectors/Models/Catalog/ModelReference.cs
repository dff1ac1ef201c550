namespace Qwen3.Connectors.Models.Catalog;

/// <summary>What stands where a model is asked for: a file, or a name of the catalog. A file always wins.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Model">The catalog's entry, or null for a file.</param>
internal sealed record ModelReference(string Text, CatalogModel? Model)
{
    /// <summary>What tells this model from others: the full path, or the catalog's own spelling of the name.</summary>
    public string Key => Model?.Name ?? Path.GetFullPath(Text);

    /// <summary>For people: the name, or the file's name without its extension.</summary>
    public string ShortName => Model?.Name ?? Path.GetFileNameWithoutExtension(Text);

    /// <exception cref="ArgumentException">It is neither.</exception>
    public static ModelReference Parse(string text, string parameterName) =>
        TryParse(text, out var fault) ?? throw new ArgumentException(fault, parameterName);

    /// <summary>A reference, or null and what is wrong.</summary>
    public static ModelReference? TryParse(string text, out string? fault)
    {
        fault = null;
        if (text.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || Path.Exists(text))
        {
            return new(text, null);
        }

        if (ModelCatalog.TryGet(text, out var model))
        {
            return new(text, model);
        }

        if (text.AsSpan().ContainsAny('/', '\\') && !ModelName.LooksLikeOne(text))
        {
            return new(text, null);
        }

        fault = $"'{text}' is neither a file nor a name of the catalog. {NearestNames.Advice(text, ModelCatalog.Models)}";
        return null;
    }
}
