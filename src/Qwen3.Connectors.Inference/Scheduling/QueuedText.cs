namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>A text that a batch took from the queue.</summary>
/// <param name="Call">Its call.</param>
/// <param name="Index">Its index in the call.</param>
/// <param name="Ids">Its token ids.</param>
internal readonly record struct QueuedText(InferenceCall Call, int Index, int[] Ids);
