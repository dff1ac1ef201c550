namespace Qwen3.Connectors.Inference.Prompts;

/// <summary>What the prompts of a call have in common, tokenised once.</summary>
/// <param name="Ids">The ids of the template and of the head up to its boundary.</param>
/// <param name="Boundary">The rest of the head, one character where the head can be split: it is tokenised together with each text.</param>
/// <param name="BoundaryIds">The ids of <paramref name="Boundary"/> alone.</param>
/// <param name="SuffixIds">The ids behind every text.</param>
internal sealed record PromptHead(int[] Ids, string Boundary, int[] BoundaryIds, int[] SuffixIds)
{
    /// <summary>Tokens that every prompt has.</summary>
    public int TokenCount => Ids.Length + BoundaryIds.Length + SuffixIds.Length;
}
