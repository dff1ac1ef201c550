using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>
/// What one run of the network computes: the segments of some texts one behind the other, without padding, each before those that continue
/// it.
/// </summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>.</param>
/// <param name="Tokens">What each token attends to, <c>[tokens]</c>.</param>
/// <param name="LastTokens">The index of the last token of each distinct text, <c>[texts]</c>.</param>
/// <param name="RowOf">For each requested text, its index among the distinct ones.</param>
/// <param name="Captures">Prefixes whose keys and values are copied to the cache.</param>
internal sealed record TokenBatch(int[] Ids, QueryToken[] Tokens, int[] LastTokens, int[] RowOf, IReadOnlyList<PrefixCapture> Captures);
