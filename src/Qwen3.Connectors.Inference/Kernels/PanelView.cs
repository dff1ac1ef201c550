namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>
/// Activations <c>[features x tokens]</c> in micro-panels. The tokens of a panel are contiguous, so a register holds one feature of several
/// tokens, sums over features are vertical, and the output of one matrix product is the packed input of the next.
/// </summary>
/// <param name="data">Feature 0 of token 0.</param>
/// <param name="lanes">Panel width: tokens per panel.</param>
/// <param name="tokenCount">Tokens; the unused columns of the last panel hold arbitrary finite values.</param>
/// <param name="panelStride">Floats from one panel to the next.</param>
/// <param name="featureStride">Floats from one feature to the next.</param>
internal readonly unsafe struct PanelView(float* data, int lanes, int tokenCount, nint panelStride, nint featureStride)
{
    private readonly float* _data = data;
    private readonly nint _panelStride = panelStride;

    /// <summary>Panel width: tokens per panel.</summary>
    public int Lanes { get; } = lanes;

    /// <summary>Tokens in all panels.</summary>
    public int TokenCount { get; } = tokenCount;

    /// <summary>Floats from one feature to the next.</summary>
    public nint FeatureStride { get; } = featureStride;

    /// <summary>Number of panels.</summary>
    public int PanelCount => PanelsFor(TokenCount, Lanes);

    /// <summary>Number of panels for <paramref name="tokens"/> tokens.</summary>
    public static int PanelsFor(int tokens, int lanes) => (tokens + lanes - 1) / lanes;

    /// <summary>Creates a view of contiguous panels, <c>[panels][features][lanes]</c>.</summary>
    public static PanelView Packed(float* data, int lanes, int tokenCount, int features) =>
        new(data, lanes, tokenCount, (nint)features * lanes, lanes);

    /// <summary>The values of a feature in a panel, <c>[lanes]</c>.</summary>
    public float* At(int panel, int feature) => _data + (panel * _panelStride) + (feature * FeatureStride);

    /// <summary>Columns of a panel that hold tokens.</summary>
    public int UsedLanes(int panel) => Math.Min(Lanes, TokenCount - (panel * Lanes));

    /// <summary>The view of the tokens from <paramref name="firstToken"/> on, a multiple of <see cref="Lanes"/>.</summary>
    public PanelView Slice(int firstToken, int tokenCount) =>
        new(_data + (firstToken / Lanes * _panelStride), Lanes, tokenCount, _panelStride, FeatureStride);

    /// <summary>The value of a feature of a token.</summary>
    public ref float this[int feature, int token] => ref At(token / Lanes, feature)[token % Lanes];
}
