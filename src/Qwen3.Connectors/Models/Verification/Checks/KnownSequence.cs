namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>A text and the ids that the reference tokenizer gives it.</summary>
internal sealed record KnownSequence(string Text, int[] Ids);
