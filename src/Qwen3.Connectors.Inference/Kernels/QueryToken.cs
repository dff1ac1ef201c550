using Qwen3.Connectors.Inference.KvCache;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>A token of a batch as a query of causal attention: it attends to its text up to itself.</summary>
/// <param name="Segment">The segment that contains it; the earlier tokens are those of the segment's chain.</param>
/// <param name="Position">Its position in its text, from 0.</param>
internal readonly record struct QueryToken(Segment Segment, int Position);
