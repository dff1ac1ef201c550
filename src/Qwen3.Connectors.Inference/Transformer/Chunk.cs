using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>Tokens that go through a layer together.</summary>
/// <param name="Residual">Their residual stream, <c>[hidden x tokens]</c>.</param>
/// <param name="Angles">Cosines and sines of their positions, <c>[headSize x tokens]</c>.</param>
/// <param name="Tokens">What they attend to, <c>[tokens]</c>.</param>
internal readonly record struct Chunk(PanelView Residual, PanelView Angles, ReadOnlyMemory<QueryToken> Tokens)
{
    public int TokenCount => Residual.TokenCount;

    /// <summary>The ranges of <see cref="RunState.ChunkTokens"/> that cover so many tokens.</summary>
    public static TokenRanges Ranges(int tokenCount) => new(tokenCount, RunState.ChunkTokens);

    /// <summary>The tokens of a range; it starts at a multiple of the panel width.</summary>
    public Chunk Slice((int First, int Count) range) => new(
        Residual.Slice(range.First, range.Count), Angles.Slice(range.First, range.Count), Tokens.Slice(range.First, range.Count));
}
