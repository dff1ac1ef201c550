namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>A vector register of neighbouring tokens: one source of a micro-kernel serves every register width.</summary>
/// <typeparam name="TVector">
/// The runtime's own vector type: in a struct around it, the JIT copies each sum once more (a quarter of a narrow tile's time).
/// </typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Tokens in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this CPU has registers of this width.</summary>
    static abstract bool IsAccelerated { get; }

    static abstract TVector Load(float* source);

    static abstract TVector Broadcast(float value);

    /// <summary><c>a * b + c</c>, rounded once where the CPU can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract void Store(TVector value, float* destination);
}
