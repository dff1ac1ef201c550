namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>
/// A vector register of neighbouring tokens with two 16-bit integers each, and the float register of the same tokens: one source of an
/// integer micro-kernel serves every register width.
/// </summary>
/// <typeparam name="TPairs">The runtime's vector of 32-bit integers.</typeparam>
/// <typeparam name="TVector">The runtime's vector of floats.</typeparam>
internal unsafe interface IIntegerLanes<TPairs, TVector>
    where TPairs : struct
    where TVector : struct
{
    /// <summary>Tokens in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Loads the pairs of neighbouring tokens.</summary>
    static abstract TPairs Load(int* source);

    /// <summary>Gives every token the same pair of weights.</summary>
    static abstract TPairs Broadcast(int pair);

    /// <summary><c>sum + a.low * b.low + a.high * b.high</c> for each token, exactly.</summary>
    static abstract TPairs MultiplyAddPairs(TPairs a, TPairs b, TPairs sum);

    /// <summary><c>integer sum * (scale of the tokens * scale of the row) + sum</c>.</summary>
    static abstract TVector MultiplyAddScaled(TPairs integers, TVector tokenScales, float rowScale, TVector sum);

    /// <summary>Loads floats.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Stores pairs.</summary>
    static abstract void Store(TPairs value, int* destination);

    /// <summary>Stores floats.</summary>
    static abstract void Store(TVector value, float* destination);
}
