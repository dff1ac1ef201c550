using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>Activations <c>[features x tokens]</c> with small random values.</summary>
internal sealed unsafe class Panels : IDisposable
{
    private readonly FloatBuffer _buffer = new();

    public Panels(int features, int tokens, int lanes)
    {
        var length = (long)PanelView.PanelsFor(tokens, lanes) * lanes * features;
        _buffer.Reserve(length);
        var random = new Random(features);
        for (var i = 0L; i < length; i++)
        {
            _buffer.Data[i] = random.NextSingle() - 0.5f;
        }

        View = PanelView.Packed(_buffer.Data, lanes, tokens, features);
    }

    public PanelView View { get; }

    public void Dispose() => _buffer.Dispose();
}
