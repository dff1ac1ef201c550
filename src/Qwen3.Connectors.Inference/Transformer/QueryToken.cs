using Qwen3.Connectors.Inference.KvCache;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>A token of a batch as a query of causal attention: it attends to its text up to itself.</summary>
/// <param name="Segment">The stored keys and values it ends in; a text is a chain of segments, of which several texts can share the
/// first ones.</param>
/// <param name="Position">Its position in its text, from 0.</param>
internal readonly record struct QueryToken(Segment Segment, int Position);
