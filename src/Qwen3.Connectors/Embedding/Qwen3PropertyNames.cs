namespace Qwen3.Connectors;

/// <summary>Names under which this library adds to the dictionaries of Microsoft.Extensions.AI.</summary>
public static class Qwen3PropertyNames
{
    /// <summary>
    /// In an embedding's <c>AdditionalProperties</c>: tokens computed for its text, prompt and end token included, as <see cref="int"/>.
    /// </summary>
    public const string TokenCount = "qwen3.token_count";

    /// <summary>
    /// In an embedding's <c>AdditionalProperties</c>: tokens of its text that were left out, as <see cref="int"/>.
    /// In <c>UsageDetails.AdditionalCounts</c>: the sum over all texts of the call.
    /// </summary>
    public const string TruncatedTokenCount = "qwen3.truncated_token_count";

    /// <summary>
    /// In a call's options: <c>document</c> or <c>query</c>. Goes before <see cref="TaskType"/> and <see cref="InputType"/>.
    /// </summary>
    public const string Role = "qwen3.role";

    /// <summary>
    /// In a call's options: what queries look for, as an English sentence. Makes the call's texts queries where no role is given.
    /// </summary>
    public const string Instruction = "qwen3.instruction";

    /// <summary>In a call's options: <c>throw</c>, <c>truncate_end</c> or <c>truncate_start</c>.</summary>
    public const string Truncation = "qwen3.truncation";

    /// <summary>
    /// In a call's options: what other providers' users write, such as <c>RETRIEVAL_QUERY</c>; docs/queries-and-documents.md lists the
    /// values.
    /// </summary>
    public const string TaskType = "task_type";

    /// <summary>
    /// In a call's options: what other providers' users write, such as <c>search_document</c>; the values are those of
    /// <see cref="TaskType"/>.
    /// </summary>
    public const string InputType = "input_type";
}
