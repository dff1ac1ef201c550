using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>
/// The activations of one batch. Buffers for all tokens are as large as the batch; all others are as large as a chunk.
/// </summary>
/// <param name="shape">The network's shape.</param>
/// <param name="lanes">Tokens of a panel.</param>
internal sealed unsafe class RunState(ModelShape shape, int lanes) : IDisposable
{
    /// <summary>Tokens that go through a layer together. Enough to amortise decoding the weights; a multiple of every panel.</summary>
    public const int ChunkTokens = 1024;

    private readonly FloatBuffer _residual = new();
    private readonly FloatBuffer _angles = new();
    private readonly FloatBuffer _lastResidual = new();
    private readonly FloatBuffer _lastAngles = new();
    private readonly FloatBuffer _normalized = new();
    private readonly FloatBuffer _queries = new();
    private readonly FloatBuffer _keys = new();
    private readonly FloatBuffer _feedForward = new();

    /// <summary>Keys and values of the current layer, for all tokens.</summary>
    public KeyValueStore Store { get; } = new(shape.KeyValueHeadCount, shape.HeadSize, lanes);

    /// <summary>Allocates memory for a batch.</summary>
    public void Reserve(int tokens, int sequences)
    {
        Store.Reserve(tokens);
        ReservePanels(_residual, tokens, shape.HiddenSize);
        ReservePanels(_angles, tokens, shape.HeadSize);
        ReservePanels(_lastResidual, sequences, shape.HiddenSize);
        ReservePanels(_lastAngles, sequences, shape.HeadSize);
        var chunk = Math.Min(tokens, ChunkTokens);
        ReservePanels(_normalized, chunk, shape.HiddenSize);
        ReservePanels(_queries, chunk, shape.QueryWidth);
        ReservePanels(_keys, chunk, shape.KeyWidth);
        ReservePanels(_feedForward, chunk, shape.FeedForwardSize);
    }

    /// <summary>Floats that <see cref="Reserve"/> allocates for a batch, for estimates.</summary>
    public static long FloatsFor(ModelShape shape, int lanes, int tokens, int sequences)
    {
        var chunk = Math.Min(tokens, ChunkTokens);
        return KeyValueStore.FloatsFor(shape.KeyValueHeadCount, shape.HeadSize, tokens, lanes)
            + ((Padded(tokens) + Padded(sequences)) * (shape.HiddenSize + shape.HeadSize))
            + (Padded(chunk) * (shape.HiddenSize + shape.QueryWidth + shape.KeyWidth + shape.FeedForwardSize));

        long Padded(int count) => (long)PanelView.PanelsFor(count, lanes) * lanes;
    }

    /// <summary>Frees the buffers that grow with the batch.</summary>
    public void Release()
    {
        Store.Release();
        _residual.Release();
        _angles.Release();
        _lastResidual.Release();
        _lastAngles.Release();
    }

    /// <summary>The residual stream, <c>[hidden x tokens]</c>.</summary>
    public PanelView Residual(int tokens) => View(_residual, tokens, shape.HiddenSize);

    /// <summary>Cosines and sines of each token's position, <c>[headSize x tokens]</c>.</summary>
    public PanelView Angles(int tokens) => View(_angles, tokens, shape.HeadSize);

    /// <summary>The residual stream of the texts' last tokens, <c>[hidden x sequences]</c>.</summary>
    public PanelView LastResidual(int sequences) => View(_lastResidual, sequences, shape.HiddenSize);

    /// <summary>The angles of the texts' last tokens, <c>[headSize x sequences]</c>.</summary>
    public PanelView LastAngles(int sequences) => View(_lastAngles, sequences, shape.HeadSize);

    /// <summary>The normed input of a chunk, <c>[hidden x tokens]</c>.</summary>
    public PanelView Normalized(int tokens) => View(_normalized, tokens, shape.HiddenSize);

    /// <summary>Queries of a chunk, then the outputs of attention, <c>[heads * headSize x tokens]</c>.</summary>
    public PanelView Queries(int tokens) => View(_queries, tokens, shape.QueryWidth);

    /// <summary>Keys of a chunk before they are stored, <c>[keyHeads * headSize x tokens]</c>.</summary>
    public PanelView Keys(int tokens) => View(_keys, tokens, shape.KeyWidth);

    /// <summary>The inner activations of the feed-forward part of a chunk, <c>[feedForward x tokens]</c>.</summary>
    public PanelView FeedForward(int tokens) => View(_feedForward, tokens, shape.FeedForwardSize);

    public void Dispose()
    {
        Release();
        Store.Dispose();
        foreach (var buffer in (FloatBuffer[])[_residual, _angles, _lastResidual, _lastAngles, _normalized, _queries, _keys, _feedForward])
        {
            buffer.Dispose();
        }
    }

    private void ReservePanels(FloatBuffer buffer, int tokens, int features) =>
        buffer.Reserve((long)PanelView.PanelsFor(tokens, lanes) * lanes * features);

    private PanelView View(FloatBuffer buffer, int tokens, int features) => PanelView.Packed(buffer.Data, lanes, tokens, features);
}
