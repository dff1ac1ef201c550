using System.Text;

namespace Qwen3.Connectors.LocalStore.FullText;

/// <summary>Keywords to a query of SQLite's full-text index.</summary>
internal static class KeywordQuery
{
    /// <summary>Returns a query for records with any of the keywords.</summary>
    /// <remarks>
    /// Every keyword is a quoted phrase, so that none of its characters is an operator. A keyword of several words finds each of them too:
    /// the phrase adds to the score.
    /// </remarks>
    /// <returns>Null if no keyword has a letter or a digit.</returns>
    public static string? Create(IEnumerable<string> keywords)
    {
        var phrases = new List<string>();
        foreach (var keyword in keywords)
        {
            ArgumentNullException.ThrowIfNull(keyword, nameof(keywords));
            var words = keyword.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1)
            {
                phrases.Add(keyword);
            }

            phrases.AddRange(words);
        }

        var quoted = phrases.Where(HasWord).Distinct().Select(phrase => $"\"{WordSplitter.Split(phrase).Replace("\"", "\"\"")}\"").ToList();
        return quoted.Count == 0 ? null : string.Join(" OR ", quoted);
    }

    private static bool HasWord(string text) => text.EnumerateRunes().Any(Rune.IsLetterOrDigit);
}
