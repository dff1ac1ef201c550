namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>A vector register of neighbouring tokens, so that one source of a tile serves every register width.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Tokens in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this CPU has registers of this width.</summary>
    static abstract bool IsAccelerated { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf Broadcast(float value);

    /// <summary><c>a * b + c</c>, rounded once where the CPU can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract void Store(TSelf value, float* destination);
}
