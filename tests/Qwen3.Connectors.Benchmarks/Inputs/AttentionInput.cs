using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>
/// Queries, keys and values of one text at the 0.6B shape, and attention over them in the chunks that the transformer makes.
/// </summary>
internal sealed class AttentionInput : IDisposable
{
    private const int ChunkTokens = 1024;

    private readonly int _tokens;
    private readonly ParallelRunner _pool;
    private readonly Attention _attention;
    private readonly KeyValueStore _store;
    private readonly Panels _queries;
    private readonly QueryToken[] _places;

    public AttentionInput(int tokens, int threadCount)
    {
        var lanes = KernelChoice.Resolve(option: null).Lanes;
        _tokens = tokens;
        _pool = new ParallelRunner(threadCount);
        _attention = new Attention(KernelChoice.Resolve(option: null), _pool, LayerShape.HeadSize);
        _queries = new Panels(LayerShape.QueryWidth, tokens, lanes);
        var text = new Segment(parent: null, firstToken: 0, length: tokens);
        _places = [.. Enumerable.Range(0, tokens).Select(token => new QueryToken(text, token))];
        _store = new KeyValueStore(LayerShape.KeyHeads, LayerShape.HeadSize, lanes);
        _store.Reserve(tokens);
        Store(lanes);
    }

    /// <summary>Floating point operations of <see cref="Run"/>: two dot products of head size for each head and pair of tokens.</summary>
    public static double Operations(int tokens) => 4.0 * LayerShape.QueryWidth * tokens * (tokens + 1.0) / 2;

    /// <summary>
    /// One layer's attention. Outputs take the place of the queries; they are means of values, so every run has numbers of the same size.
    /// </summary>
    public void Run()
    {
        for (var first = 0; first < _tokens; first += ChunkTokens)
        {
            var count = Math.Min(ChunkTokens, _tokens - first);
            _attention.Apply(_queries.View.Slice(first, count), LayerShape.Heads, LayerShape.KeyHeads, layer: 0, _store,
                _places.AsMemory(first, count));
        }
    }

    public void Dispose()
    {
        _attention.Dispose();
        _pool.Dispose();
        _store.Dispose();
        _queries.Dispose();
    }

    private unsafe void Store(int lanes)
    {
        using var keys = new Panels(LayerShape.KeyWidth, _tokens, lanes);
        var values = _store.ValuesFrom(0, _tokens);
        for (var panel = 0; panel < keys.View.PanelCount; panel++)
        {
            for (var head = 0; head < LayerShape.KeyHeads; head++)
            {
                _store.WriteKeys(head, keys.View.At(panel, head * LayerShape.HeadSize), panel * lanes, keys.View.UsedLanes(panel));
            }

            for (var feature = 0; feature < LayerShape.KeyWidth; feature++)
            {
                new ReadOnlySpan<float>(keys.View.At(panel, feature), keys.View.UsedLanes(panel))
                    .CopyTo(new Span<float>(values.At(panel, feature), lanes));
            }
        }
    }
}
