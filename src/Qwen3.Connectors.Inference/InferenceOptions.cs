using System.Globalization;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference;

/// <summary>How a model is run. Copied when a model is loaded: later changes have no effect.</summary>
public sealed class InferenceOptions
{
    /// <summary>Threads that compute, the batch thread included; 1 to 1024.</summary>
    /// <value>Default null: as many as the process may use cores (container limits are respected).</value>
    public int? ThreadCount { get; set; }

    /// <summary>Tokens of a batch at most, over all waiting texts; 16 to 1,048,576. A single longer text is computed alone.</summary>
    /// <value>Default 4096. More tokens per batch take more memory; beyond about 1000 they gain little speed.</value>
    public int BatchTokens { get; set; } = 4096;

    /// <summary>
    /// Whether a prefix that several texts of a batch have in common (a reranker's template and query) is computed once. Results are the
    /// same either way.
    /// </summary>
    /// <value>Default true.</value>
    public bool SharePrefixes { get; set; } = true;

    /// <summary>
    /// Tokens of the prefix cache, which keeps keys and values of common prefixes (a query's instruction, a reranker's template) for later
    /// batches; 0 to 65,536, 0 for none. Results are the same either way.
    /// </summary>
    /// <value>
    /// Default 1024. A token takes 8 bytes x layers x key heads x head size (224 KiB with 0.6B, 288 KiB with 4B and 8B), allocated when a
    /// prefix recurs.
    /// </value>
    public int PrefixCacheTokens { get; set; } = 1024;

    /// <summary>
    /// Tokens that may wait in the queue; a call that would exceed them fails at once with <see cref="EngineOverloadedException"/>, unless
    /// nothing waits. 1 or more.
    /// </summary>
    /// <value>Default 1,048,576.</value>
    public int MaxQueuedTokens { get; set; } = 1 << 20;

    /// <summary>The name of the matrix kernel: one of <see cref="KernelNames"/>.</summary>
    /// <value>
    /// Default null: the one that the environment variable <c>QWEN3_KERNEL</c> names, and without it the first that suits this CPU.
    /// </value>
    public string? Kernel { get; set; }

    /// <summary>What computes in place of the managed code, such as a GPU. Set in code, not by configuration.</summary>
    /// <value>Default null: the managed code.</value>
    public ITransformerBackend? Backend { get; set; }

    /// <summary>
    /// The matrix kernels of this build, fastest first. All run on every CPU, slowly where their instructions are missing, and results
    /// differ in the last digits only. Those named int16 multiply quantised weights in 16-bit integers, the others in float32.
    /// </summary>
    public static IReadOnlyList<string> KernelNames => GemmMicroKernel.Names;

    /// <summary>Checks every option.</summary>
    /// <returns>Every fault in a sentence that starts with the property's name; empty where there is none.</returns>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        RequireRange(nameof(ThreadCount), ThreadCount, 1, 1024);
        RequireRange(nameof(BatchTokens), BatchTokens, 16, 1 << 20);
        RequireRange(nameof(PrefixCacheTokens), PrefixCacheTokens, 0, 1 << 16);
        RequireRange(nameof(MaxQueuedTokens), MaxQueuedTokens, 1, int.MaxValue);
        if (KernelChoice.FindFault(Kernel) is { } fault)
        {
            faults.Add(fault);
        }

        return faults;

        void RequireRange(string property, int? value, int min, int max)
        {
            if (value < min || value > max)
            {
                var range = max == int.MaxValue
                    ? string.Create(CultureInfo.InvariantCulture, $"at least {min:N0}")
                    : string.Create(CultureInfo.InvariantCulture, $"{min:N0} to {max:N0}");
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{property} is {value}; expected {range}."));
            }
        }
    }

    /// <summary>Copies the options.</summary>
    /// <returns>A copy with the same backend.</returns>
    public InferenceOptions Clone() => (InferenceOptions)MemberwiseClone();

    /// <summary>The kernel of validated options.</summary>
    internal GemmMicroKernel ResolveKernel() => KernelChoice.Resolve(Kernel);

    /// <summary>The thread count of validated options.</summary>
    internal int ResolveThreadCount() => ThreadCount ?? Environment.ProcessorCount;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range; the message lists every fault.</exception>
    /// <exception cref="ArgumentException">There is no kernel of that name; the message lists every fault.</exception>
    internal void ThrowIfInvalid(string parameterName)
    {
        if (Validate() is { Count: > 0 } faults)
        {
            var message = $"{nameof(InferenceOptions)}: {string.Join(' ', faults)}";
            throw faults.Any(fault => fault.StartsWith(nameof(Kernel), StringComparison.Ordinal))
                ? new ArgumentException(message, parameterName)
                : new ArgumentOutOfRangeException(parameterName, message);
        }
    }
}
