using Qwen3.Connectors.Validation;

namespace Qwen3.Connectors;

/// <summary>Options of a <see cref="DocumentChunker"/>, which copies them: later changes have no effect.</summary>
public sealed class ChunkingOptions
{
    /// <summary>The smallest limit: every character, however many bytes it has, fits.</summary>
    internal const int SmallestMaxTokens = 16;

    /// <summary>Gets or sets the number of tokens that no chunk exceeds, its overlap included.</summary>
    /// <value>Default 400. At least 16.</value>
    public int MaxTokens { get; set; } = 400;

    /// <summary>
    /// Gets or sets how many tokens of the text before a chunk are repeated at its start. The overlap starts at a sentence, a line or a
    /// word; a chunk that starts a section has none.
    /// </summary>
    /// <value>Default 40. 0 to half of <see cref="MaxTokens"/>.</value>
    public int OverlapTokens { get; set; } = 40;

    /// <summary>
    /// Gets or sets the number of tokens below which a section is joined with the sections that follow it, as far as they fit.
    /// </summary>
    /// <value>Default 60. 0 to half of <see cref="MaxTokens"/>; 0 keeps every section that fits apart.</value>
    public int MinTokens { get; set; } = 60;

    /// <exception cref="ArgumentException">Options are invalid; the message lists all of them.</exception>
    internal ChunkingOptions CloneValid(string parameterName)
    {
        var faults = new OptionFaults();
        faults.RequireRange(nameof(MaxTokens), MaxTokens, SmallestMaxTokens, int.MaxValue);
        faults.RequireRange(nameof(OverlapTokens), OverlapTokens, 0, Math.Max(0, MaxTokens / 2));
        faults.RequireRange(nameof(MinTokens), MinTokens, 0, Math.Max(0, MaxTokens / 2));
        faults.ThrowIfAny(nameof(ChunkingOptions), parameterName);
        return (ChunkingOptions)MemberwiseClone();
    }
}
