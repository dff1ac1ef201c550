namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>
/// The one rule for what two texts of a batch share, for the planner, which lays batches out, and for the queue, which fills them.
/// </summary>
internal static class PrefixSharing
{
    /// <summary>
    /// A segment costs attention a little for every text that continues it: fewer tokens than this are cheaper computed again.
    /// </summary>
    public const int MinimumTokens = 8;

    /// <summary>Tokens that two texts have in common, short of the last token of either, whose hidden state is the result.</summary>
    public static int CommonTokens(ReadOnlySpan<int> one, ReadOnlySpan<int> other) =>
        Math.Min(one.CommonPrefixLength(other), Math.Min(one.Length, other.Length) - 1);

    /// <summary>Tokens that a text adds at most to a batch that has another text.</summary>
    /// <remarks>
    /// The planner shares from <see cref="MinimumTokens"/> on, and of nested prefixes all but fewer than that. So the sum over a batch,
    /// each text compared with any one before it, is never less than what the planner lays out.
    /// </remarks>
    public static int AddedTokens(ReadOnlySpan<int> text, ReadOnlySpan<int> earlier) =>
        text.Length - Math.Max(0, CommonTokens(text, earlier) - (MinimumTokens - 1));
}
