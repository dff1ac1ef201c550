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
            var sizes = models.Where(model => model.Kind == kind && model.IsDefault).OrderBy(model => model.EstimatedBytes).Select(Describe);
            return $"The name has no size; choose one of {string.Join(", ", sizes)}. 'qwen3 list' shows all.";
        }

        var text = Normalise(name[(name.LastIndexOf('/') + 1)..]);
        var nearest = models
            .OrderBy(model => Distance(text, Normalise(model.Name)))
            .ThenBy(model => model.EstimatedBytes)
            .Take(Count)
            .Select(model => $"'{model.Name}'");
        return $"The nearest names are {string.Join(", ", nearest)}; 'qwen3 list' shows all.";
    }

    private static string Describe(CatalogModel model) =>
        string.Create(CultureInfo.InvariantCulture, $"'{model.Name}' ({(model.Bytes ?? model.EstimatedBytes) / 1e9:F1} GB)");

    private static string Normalise(string name) => (name.Length > MaxLength ? name[..MaxLength] : name).ToUpperInvariant().Replace('-', ':');

    /// <summary>The Levenshtein distance: the minimum number of insertions, deletions and replacements from one text to the other.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
