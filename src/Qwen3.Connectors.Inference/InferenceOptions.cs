using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference;

/// <summary>How a model is run. Copied when a model is loaded: later changes have no effect.</summary>
public sealed class InferenceOptions
{
    /// <summary>Threads that compute, the caller's included; 1 to 1024.</summary>
    /// <value>Default null: as many as the process may use cores (container limits are respected).</value>
    public int? ThreadCount { get; set; }

    /// <summary>Tokens that are computed together at the most, over all waiting texts; 16 to 1,048,576. A single longer text is computed alone.</summary>
    /// <value>Default 4096. More tokens a batch take more memory; beyond about 1000 they gain little speed.</value>
    public int BatchTokens { get; set; } = 4096;

    /// <summary>Whether a beginning that several texts of a batch have in common (a reranker's template and query) is computed once. Results are the same either way.</summary>
    /// <value>Default true.</value>
    public bool SharePrefixes { get; set; } = true;

    /// <summary>Tokens of common beginnings (a query's instruction, a reranker's template) that are kept for later batches, in memory of so many tokens; 0 to 65,536, 0 for none. Results are the same either way.</summary>
    /// <value>Default 1024. A token takes 8 bytes x layers x key heads x head size (224 KiB with 0.6B, 288 KiB with 4B and 8B), taken when a beginning recurs.</value>
    public int PrefixCacheTokens { get; set; } = 1024;

    /// <summary>Tokens that may wait to be computed; a call that would make them more fails at once with <see cref="EngineOverloadedException"/>, unless nothing waits. 1 or more.</summary>
    /// <value>Default 1,048,576.</value>
    public int MaxQueuedTokens { get; set; } = 1 << 20;

    /// <summary>The name of the matrix kernel: one of <see cref="KernelNames"/>.</summary>
    /// <value>Default null: the fastest that this CPU supports.</value>
    public string? Kernel { get; set; }

    /// <summary>What computes in the managed code's place, such as a GPU.</summary>
    /// <value>Default null: the managed code.</value>
    public ITransformerBackend? Backend { get; set; }

    /// <summary>The matrix kernels of this build, fastest first; all compute the same, some slowly on a CPU without their instructions.</summary>
    public static IReadOnlyList<string> KernelNames => GemmMicroKernel.Names;

    /// <summary>The kernel that checked options mean.</summary>
    internal GemmMicroKernel ResolveKernel() => Kernel is { } name ? GemmMicroKernel.Find(name)! : GemmMicroKernel.Best;

    /// <summary>The threads that the options mean.</summary>
    internal int ResolveThreadCount() => ThreadCount ?? Environment.ProcessorCount;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no kernel of that name.</exception>
    internal void Validate()
    {
        if (ThreadCount is < 1 or > 1024)
        {
            throw new ArgumentOutOfRangeException(nameof(ThreadCount), ThreadCount, "1 to 1024 threads, or null for all cores of the process.");
        }

        if (BatchTokens is < 16 or > 1 << 20)
        {
            throw new ArgumentOutOfRangeException(nameof(BatchTokens), BatchTokens, "16 to 1,048,576 tokens.");
        }

        if (PrefixCacheTokens is < 0 or > 1 << 16)
        {
            throw new ArgumentOutOfRangeException(nameof(PrefixCacheTokens), PrefixCacheTokens, "0 to 65,536 tokens.");
        }

        if (MaxQueuedTokens < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxQueuedTokens), MaxQueuedTokens, "1 token or more.");
        }

        if (Kernel is { } name && GemmMicroKernel.Find(name) is null)
        {
            throw new ArgumentException($"There is no kernel '{name}'; there are {string.Join(", ", KernelNames)}.", nameof(Kernel));
        }
    }
}
