using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

/// <summary>Activations of tests: panels with rubbish in the lanes behind the tokens and guard values behind the last panel.</summary>
internal sealed unsafe class TestPanels : IDisposable
{
    // Worse than what the lanes behind the tokens may hold: it shows wherever it leaks to.
    private const float Rubbish = float.NaN;
    private const float Guard = 12345f;
    private const int GuardLength = 64;

    private readonly FloatBuffer _buffer = new();
    private readonly int _features;
    private readonly long _length;

    /// <summary>Panels filled with rubbish.</summary>
    public TestPanels(int features, int tokenCount, int lanes)
    {
        _features = features;
        _length = (long)PanelView.PanelsFor(tokenCount, lanes) * lanes * features;
        _buffer.Reserve(_length + GuardLength);
        new Span<float>(_buffer.Data, checked((int)_length)).Fill(Rubbish);
        new Span<float>(_buffer.Data + _length, GuardLength).Fill(Guard);
        View = PanelView.Packed(_buffer.Data, lanes, tokenCount, features);
    }

    /// <param name="tokens"><c>[tokens][features]</c>.</param>
    /// <param name="lanes">Tokens of a panel.</param>
    public TestPanels(float[][] tokens, int lanes)
        : this(tokens[0].Length, tokens.Length, lanes)
    {
        for (var token = 0; token < tokens.Length; token++)
        {
            for (var feature = 0; feature < _features; feature++)
            {
                View[feature, token] = tokens[token][feature];
            }
        }
    }

    public PanelView View { get; }

    /// <summary>The values, <c>[tokens][features]</c>; the guards are checked on the way.</summary>
    public float[][] ToTokens()
    {
        Assert.All(new ReadOnlySpan<float>(_buffer.Data + _length, GuardLength).ToArray(), value => Assert.Equal(Guard, value));
        return ToTokens(View, _features);
    }

    /// <returns><c>[tokens][features]</c>.</returns>
    public static float[][] ToTokens(PanelView view, int features) =>
        [.. Enumerable.Range(0, view.TokenCount)
            .Select(token => Enumerable.Range(0, features).Select(feature => view[feature, token]).ToArray())];

    public void Dispose() => _buffer.Dispose();
}
