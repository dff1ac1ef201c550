namespace Quickstart;

/// <summary>Fits text to a column of fixed width.</summary>
internal static class TextColumn
{
    public static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : text[..(width - 3)].TrimEnd().PadRight(width - 3) + "...";
}
