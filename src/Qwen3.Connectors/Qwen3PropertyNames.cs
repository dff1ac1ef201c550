namespace Qwen3.Connectors;

/// <summary>Names under which this library adds to the dictionaries of Microsoft.Extensions.AI.</summary>
public static class Qwen3PropertyNames
{
    /// <summary>In an embedding's <c>AdditionalProperties</c>: tokens computed for its text, prompt and end token included, as <see cref="int"/>.</summary>
    public const string TokenCount = "qwen3.token_count";

    /// <summary>
    /// In an embedding's <c>AdditionalProperties</c>: tokens of its text that were left out, as <see cref="int"/>.
    /// In <c>UsageDetails.AdditionalCounts</c>: the sum over all texts of the call.
    /// </summary>
    public const string CutTokenCount = "qwen3.cut_token_count";
}
