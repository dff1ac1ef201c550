using Qwen3.Connectors.Inference.Prompts;

namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>Takes the result of one text, on the batch thread.</summary>
/// <param name="index">The text's index in its call.</param>
/// <param name="sequence">Its token ids.</param>
/// <param name="hidden">The final hidden state of its last token, <c>[hidden]</c>; valid during the call only.</param>
internal delegate void RowReceiver(int index, TokenSequence sequence, ReadOnlySpan<float> hidden);
