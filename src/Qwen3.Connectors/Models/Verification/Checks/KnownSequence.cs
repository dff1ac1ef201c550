namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>A text and its ids by the reference tokenizer.</summary>
internal sealed record KnownSequence(string Text, int[] Ids);
