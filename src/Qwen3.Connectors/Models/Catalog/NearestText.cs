namespace Qwen3.Connectors.Models.Catalog;

/// <summary>Finds the name that a mistyped one was meant to be.</summary>
internal static class NearestText
{
    /// <summary>Longer texts are truncated: names are shorter.</summary>
    private const int MaxLength = 80;

    /// <summary>Returns the nearest candidate, ignoring case; null where more than a third of the text differs.</summary>
    public static string? Find(string text, IEnumerable<string> candidates)
    {
        var (nearest, distance) = candidates
            .Select(candidate => (Text: candidate, Distance: GetDistance(Fold(text), Fold(candidate))))
            .MinBy(pair => pair.Distance);
        return nearest is not null && distance <= Math.Max(1, Math.Min(text.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary>Returns the Levenshtein distance: the fewest insertions, deletions and replacements from one text to the other.</summary>
    public static int GetDistance(string a, string b)
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

    private static string Fold(string text) => (text.Length > MaxLength ? text[..MaxLength] : text).ToUpperInvariant();
}
