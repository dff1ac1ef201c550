namespace Qwen3.Connectors.Models.Catalog;

/// <summary>A reference to a model: a file, or a name of the catalog. An existing file takes precedence.</summary>
/// <param name="Text">The text as the caller gave it.</param>
/// <param name="Model">The catalog's entry, or null for a file.</param>
internal sealed record ModelReference(string Text, CatalogModel? Model)
{
    /// <summary>Identifies the model: the full path, or the catalog's spelling of the name.</summary>
    public string Key => Model?.Name ?? Path.GetFullPath(Text);

    /// <summary>The name, or the file's name without its extension, for messages.</summary>
    public string ShortName => Model?.Name ?? Path.GetFileNameWithoutExtension(Text);

    /// <exception cref="ArgumentException">The text is neither.</exception>
    public static ModelReference Parse(string text, string parameterName) =>
        TryParse(text, out var fault) ?? throw new ArgumentException(fault, parameterName);

    /// <summary>Returns a reference, or null and the fault.</summary>
    public static ModelReference? TryParse(string text, out string? fault)
    {
        fault = null;
        if (IsAddress(text))
        {
            // The address itself is not quoted, because it may contain a password.
            fault = "The model is the address of a server; expected the path of a GGUF file or a name of the catalog, which is downloaded. "
                + "Download any other file by other means and give its path.";
            return null;
        }

        if (text.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || Path.Exists(text))
        {
            return new(text, null);
        }

        if (ModelCatalog.TryGet(text, out var model))
        {
            return new(text, model);
        }

        if (text.AsSpan().ContainsAny('/', '\\') && !ModelName.LooksLikeName(text))
        {
            return new(text, null);
        }

        fault = $"'{text}' is neither a file nor a name of the catalog. {NearestNames.Advice(text, ModelCatalog.Models)}";
        return null;
    }

    /// <summary>Whether a text is the address of a server rather than a path or a name.</summary>
    public static bool IsAddress(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
