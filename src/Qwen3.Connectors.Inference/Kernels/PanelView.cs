namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>
/// Activations <c>[features x tokens]</c> in panels: the tokens of a panel lie side by side, so a register holds one feature of many tokens,
/// every sum over features is vertical, and the output of one matrix is the input of the next without any repacking.
/// </summary>
/// <param name="data">Feature 0 of token 0.</param>
/// <param name="lanes">Tokens of a panel.</param>
/// <param name="tokenCount">Tokens; the lanes behind them in the last panel hold finite rubbish.</param>
/// <param name="panelStride">Floats from a panel to the next.</param>
/// <param name="featureStride">Floats from a feature to the next.</param>
internal readonly unsafe struct PanelView(float* data, int lanes, int tokenCount, nint panelStride, nint featureStride)
{
    private readonly float* _data = data;
    private readonly nint _panelStride = panelStride;

    /// <summary>Tokens of a panel.</summary>
    public int Lanes { get; } = lanes;

    /// <summary>Tokens in all panels.</summary>
    public int TokenCount { get; } = tokenCount;

    /// <summary>Floats from a feature to the next.</summary>
    public nint FeatureStride { get; } = featureStride;

    /// <summary>Panels that hold a token.</summary>
    public int PanelCount => PanelsFor(TokenCount, Lanes);

    /// <summary>Panels that <paramref name="tokens"/> tokens take.</summary>
    public static int PanelsFor(int tokens, int lanes) => (tokens + lanes - 1) / lanes;

    /// <summary>A view with its panels packed one behind the other, <c>[panels][features][lanes]</c>.</summary>
    public static PanelView Packed(float* data, int lanes, int tokenCount, int features) => new(data, lanes, tokenCount, (nint)features * lanes, lanes);

    /// <summary>The lanes of a feature in a panel.</summary>
    public float* At(int panel, int feature) => _data + (panel * _panelStride) + (feature * FeatureStride);

    /// <summary>Lanes of a panel that hold tokens.</summary>
    public int UsedLanes(int panel) => Math.Min(Lanes, TokenCount - (panel * Lanes));

    /// <summary>The tokens from a multiple of <see cref="Lanes"/> on.</summary>
    public PanelView Slice(int firstToken, int tokenCount) =>
        new(_data + (firstToken / Lanes * _panelStride), Lanes, tokenCount, _panelStride, FeatureStride);

    /// <summary>One value.</summary>
    public ref float this[int feature, int token] => ref At(token / Lanes, feature)[token % Lanes];
}
