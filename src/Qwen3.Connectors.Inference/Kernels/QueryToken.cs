using Qwen3.Connectors.Inference.KvCache;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>A token that attends: to all of its text up to itself.</summary>
/// <param name="Segment">The segment that it stands in; the tokens before it are those of the segment's chain.</param>
/// <param name="Position">Its position in its text, from 0.</param>
internal readonly record struct QueryToken(Segment Segment, int Position);
