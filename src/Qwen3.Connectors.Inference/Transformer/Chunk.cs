using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>Tokens that go through a layer together.</summary>
/// <param name="Residual">Their residual stream, <c>[hidden x tokens]</c>.</param>
/// <param name="Angles">Cosines and sines of their positions, <c>[headSize x tokens]</c>.</param>
/// <param name="Tokens">What they attend to, <c>[tokens]</c>.</param>
internal readonly record struct Chunk(PanelView Residual, PanelView Angles, ReadOnlyMemory<QueryToken> Tokens)
{
    public int TokenCount => Residual.TokenCount;

    /// <summary>Splits into pieces of <see cref="RunState.ChunkTokens"/>.</summary>
    public IEnumerable<(int FirstToken, Chunk Piece)> Split()
    {
        for (var first = 0; first < TokenCount; first += RunState.ChunkTokens)
        {
            var count = Math.Min(RunState.ChunkTokens, TokenCount - first);
            yield return (first, new Chunk(Residual.Slice(first, count), Angles.Slice(first, count), Tokens.Slice(first, count)));
        }
    }
}
