using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>Memory of the network beside its weights, for estimates.</summary>
internal static class TransformerMemory
{
    // Of a token: its id and what it attends to, in lists that double and in arrays; of a text, its row: in the batch's output and its own.
    private const int PlanBytes = 60;

    /// <summary>Bytes of all buffers once a batch ran.</summary>
    /// <param name="shape">The network's shape.</param>
    /// <param name="kernel">The micro-kernel.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="tokens">Tokens of the batch.</param>
    /// <param name="sequences">Texts of the batch.</param>
    /// <param name="hasIntegers">Whether matrices of the layers have an <see cref="Formats.IntegerFormat"/>.</param>
    public static long BytesFor(
        ModelShape shape, GemmMicroKernel kernel, int threadCount, int tokens, int sequences, bool hasIntegers) =>
        BufferBytes(shape, kernel, threadCount, tokens, sequences, hasIntegers) + ((long)PlanBytes * tokens)
            + (2L * sizeof(float) * sequences * shape.HiddenSize);

    /// <summary>Bytes outside of the collector's heap.</summary>
    public static long BufferBytes(
        ModelShape shape, GemmMicroKernel kernel, int threadCount, int tokens, int sequences, bool hasIntegers) =>
        sizeof(float) * (RunState.FloatsFor(shape, kernel.Lanes, tokens, sequences)
            + Gemm.FloatsFor(
                kernel, threadCount, Math.Min(tokens, RunState.ChunkTokens), shape.FeedForwardSize, hasIntegers ? LongestInput(shape) : 0)
            + Attention.FloatsFor(kernel.Lanes, threadCount, shape.HeadSize));

    private static int LongestInput(ModelShape shape) => Math.Max(shape.HiddenSize, Math.Max(shape.QueryWidth, shape.FeedForwardSize));
}
