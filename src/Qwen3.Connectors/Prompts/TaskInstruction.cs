namespace Qwen3.Connectors;

/// <summary>A named instruction.</summary>
/// <param name="Name">The name in <see cref="TaskInstructions"/>, such as <c>WebSearch</c>.</param>
/// <param name="Text">The English sentence that stands in front of a query.</param>
/// <param name="IsSymmetric">
/// Whether both sides take the instruction, embedded as <see cref="EmbeddingRole.Query"/>: true for tasks that compare like with like, such
/// as similarity and clustering; false for retrieval, where what is found is embedded as <see cref="EmbeddingRole.Document"/>, without one.
/// </param>
/// <param name="IsTrainedWording">
/// Whether the sentence stands word for word in the task list that Qwen published for its models. False for general ones that we wrote in
/// its manner.
/// </param>
public sealed record TaskInstruction(string Name, string Text, bool IsSymmetric, bool IsTrainedWording);
