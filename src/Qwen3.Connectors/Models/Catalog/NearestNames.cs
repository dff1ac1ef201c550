namespace Qwen3.Connectors.Models.Catalog;

/// <summary>Finds the names that are closest to an unknown one.</summary>
internal static class NearestNames
{
    private const int Count = 3;

    /// <summary>Longer than any name.</summary>
    private const int MaxLength = 80;

    public static string Advice(string name, IEnumerable<CatalogModel> models)
    {
        var text = Normalise(name[(name.LastIndexOf('/') + 1)..]);
        var nearest = models
            .OrderBy(model => NearestText.GetDistance(text, Normalise(model.Name)))
            .Take(Count)
            .Select(model => $"'{model.Name}'");
        return $"The nearest names are {string.Join(", ", nearest)}; 'qwen3 list' shows all.";
    }

    private static string Normalise(string name) =>
        (name.Length > MaxLength ? name[..MaxLength] : name).ToUpperInvariant().Replace('-', ':');
}
