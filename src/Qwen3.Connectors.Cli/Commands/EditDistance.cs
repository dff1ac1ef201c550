namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Finds the known word that a mistyped word resembles.</summary>
internal static class EditDistance
{
    private const int MaxDistance = 2;

    /// <returns>The nearest word, or null if none is within two insertions, deletions, replacements or swaps of neighbours.</returns>
    public static string? FindNearest(string word, IEnumerable<string> known) => known
        .Select(candidate => (candidate, Distance: Compute(word, candidate)))
        .Where(pair => pair.Distance <= MaxDistance)
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>Computes the optimal string alignment distance.</summary>
    private static int Compute(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                var replaced = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];
    }
}
