using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>Memory of the network beside its weights, for estimates.</summary>
internal static class TransformerMemory
{
    // Of a token: its id and what it attends to, in lists that double and in arrays; of a text, its row: in the batch's output and its own.
    private const int PlanBytes = 60;

    /// <summary>Bytes of all buffers once a batch ran.</summary>
    /// <param name="shape">The network's shape.</param>
    /// <param name="lanes">Tokens of a panel.</param>
    /// <param name="threadCount">Threads that compute.</param>
    /// <param name="tokens">Tokens of the batch.</param>
    /// <param name="sequences">Texts of the batch.</param>
    public static long BytesFor(ModelShape shape, int lanes, int threadCount, int tokens, int sequences) =>
        BufferBytes(shape, lanes, threadCount, tokens, sequences) + ((long)PlanBytes * tokens)
            + (2L * sizeof(float) * sequences * shape.HiddenSize);

    /// <summary>Bytes outside of the collector's heap.</summary>
    public static long BufferBytes(ModelShape shape, int lanes, int threadCount, int tokens, int sequences) =>
        sizeof(float) * (RunState.FloatsFor(shape, lanes, tokens, sequences)
            + Gemm.FloatsFor(lanes, threadCount, Math.Min(tokens, RunState.ChunkTokens), shape.FeedForwardSize)
            + Attention.FloatsFor(lanes, threadCount, shape.HeadSize));
}
