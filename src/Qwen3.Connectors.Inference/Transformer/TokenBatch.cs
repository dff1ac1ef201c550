using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>What one run of the network computes: the segments of some texts one behind the other, without padding, each before those that continue it.</summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>.</param>
/// <param name="Tokens">What each token attends to, <c>[tokens]</c>.</param>
/// <param name="LastTokens">Where the last token of each distinct text is, <c>[texts]</c>.</param>
/// <param name="RowOf">For each text that was asked for, its place among the distinct ones.</param>
/// <param name="Captures">Beginnings of texts whose keys and values are to be kept.</param>
internal sealed record TokenBatch(int[] Ids, QueryToken[] Tokens, int[] LastTokens, int[] RowOf, IReadOnlyList<PrefixCapture> Captures);
