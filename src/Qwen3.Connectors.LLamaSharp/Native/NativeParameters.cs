using LLama.Abstractions;
using LLama.Common;
using LLama.Extensions;
using LLama.Native;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.LLamaSharp.Native;

/// <summary>Options in llama.cpp's terms.</summary>
internal static class NativeParameters
{
    /// <param name="model">What the checked file says of itself.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="threadCount">Threads of what the CPU computes.</param>
    public static ModelParams Of(ModelDescription model, LLamaSharpOptions options, int threadCount)
    {
        var parameters = new ModelParams(model.Path)
        {
            // All layers, and the output behind them.
            GpuLayerCount = options.GpuLayerCount ?? model.Shape.LayerCount + 1,

            // LLamaSharp's own default reads the file into memory of the process.
            LoadMode = LLamaLoadMode.MemoryMap,
            ContextSize = (uint)Math.Max(Math.Min(options.ContextTokens, model.Shape.ContextLength), options.BatchTokens),
            BatchSize = (uint)options.BatchTokens,
            UBatchSize = (uint)options.BatchTokens,

            // One for the common beginning.
            SeqMax = (uint)options.BatchTexts + 1,

            // Sequences share cells, so that a beginning is copied by naming it.
            KVUnified = true,
            FlashAttention = options.FlashAttention,
            Embeddings = true,
            PoolingType = LLamaPoolingType.None,
            Threads = threadCount,
            BatchThreads = threadCount,
        };
        if (options.Devices.Count > 0)
        {
            parameters.Devices = [.. options.Devices];
        }

        return parameters;
    }

    /// <summary>Outputs for one token a sequence: memory for those of a whole batch would be 0.6 MB a token.</summary>
    public static LLamaContextParams OfContext(IContextParams parameters)
    {
        parameters.ToLlamaContextParams(out var native);
        native.n_outputs_max = parameters.SeqMax;
        return native;
    }
}
