using System.Globalization;

namespace Qwen3.Connectors.Models.Catalog;

/// <summary>Finds the names that are closest to an unknown one.</summary>
internal static class NearestNames
{
    private const int Count = 3;

    /// <summary>Longer than any name.</summary>
    private const int MaxLength = 80;

    public static string Advice(string name, IEnumerable<CatalogModel> models)
    {
        if (ModelName.TryParseFamily(name, out var kind))
        {
            var sizes = models.Where(model => model.Kind == kind && model.IsDefault).OrderBy(model => model.EstimatedBytes)
                .Select(Describe);
            return $"The name has no size; choose one of {string.Join(", ", sizes)}. 'qwen3 list' shows all.";
        }

        var text = Normalise(name[(name.LastIndexOf('/') + 1)..]);
        var nearest = models
            .Where(model => model.IsDefault || NamesQuantization(text))
            .OrderBy(model => NearestText.GetDistance(text, Normalise(model.Name)))
            .ThenBy(model => model.EstimatedBytes)
            .Take(Count)
            .Select(model => $"'{model.Name}'");
        return $"The nearest names are {string.Join(", ", nearest)}; 'qwen3 list' shows all.";
    }

    /// <summary>Whether a name goes into quantizations; otherwise the default ones are advice enough.</summary>
    private static bool NamesQuantization(string text) => text.Split(':').Any(part =>
        part is "F16" or "BF16" or "F32" || (part.TrimStart('I') is ['Q', >= '0' and <= '9', ..]));

    private static string Describe(CatalogModel model) =>
        string.Create(CultureInfo.InvariantCulture, $"'{model.Name}' ({(model.Bytes ?? model.EstimatedBytes) / 1e9:F1} GB)");

    private static string Normalise(string name) =>
        (name.Length > MaxLength ? name[..MaxLength] : name).ToUpperInvariant().Replace('-', ':');
}
