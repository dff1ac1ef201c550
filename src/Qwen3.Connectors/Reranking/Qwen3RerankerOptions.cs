using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Validation;

namespace Qwen3.Connectors;

/// <summary>How a <see cref="Qwen3Reranker"/> scores. Copied when a reranker is created: later changes have no effect.</summary>
public sealed class Qwen3RerankerOptions
{
    /// <summary>The GGUF file, or a name of <see cref="ModelCatalog"/>, whose file is downloaded where it is not here. Used by <see cref="Qwen3Reranker.Create"/>; what is given to <see cref="Qwen3Reranker.Load"/> goes before it.</summary>
    /// <value>Default null: the file, or the engine, is given where the reranker is made.</value>
    public string? ModelPath { get; set; }

    /// <summary>What makes a document relevant, as an English sentence, where a call does not say.</summary>
    /// <value>Default <see cref="TaskInstructions.WebSearch"/>.</value>
    public string Instruction { get; set; } = TaskInstructions.WebSearch;

    /// <summary>Tokens that instruction, query, document and template may have together; 1 to the context length.</summary>
    /// <value>Default null: the context length.</value>
    public int? MaxTokens { get; set; }

    /// <summary>What to do with a document that does not fit; instruction, query and template are never cut.</summary>
    /// <value>Default <see cref="Truncation.TruncateEnd"/>; results tell how many tokens were cut.</value>
    public Truncation Truncation { get; set; } = Truncation.TruncateEnd;

    /// <summary>Threads that compute; 1 to 1024. Used when a model is loaded.</summary>
    /// <value>Default null: as many as the process may use cores.</value>
    public int? ThreadCount { get; set; }

    /// <summary>Tokens that are computed together at the most; 16 to 1,048,576. Used when a model is loaded.</summary>
    /// <value>Default 4096.</value>
    public int BatchTokens { get; set; } = 4096;

    /// <summary>Tokens of common beginnings (the template, a query asked again) that are kept for later calls; 0 to 65,536, 0 for none. Used when a model is loaded. Results are the same either way.</summary>
    /// <value>Default 1024. A token takes 224 KiB with a 0.6B model, 288 KiB with 4B and 8B, once beginnings recur.</value>
    public int PrefixCacheTokens { get; set; } = 1024;

    /// <summary>Tokens that may wait to be computed; a call that would make them more fails at once with <see cref="EngineOverloadedException"/>, unless nothing waits. 1 or more. Used when a model is loaded.</summary>
    /// <value>Default 1,048,576.</value>
    public int MaxQueuedTokens { get; set; } = 1 << 20;

    /// <summary>Looks for faults that need no model to be seen.</summary>
    /// <returns>Every fault in a sentence; empty where there is none.</returns>
    public IReadOnlyList<string> Validate() => FindFaults().Messages;

    internal Qwen3RerankerOptions Clone() => (Qwen3RerankerOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">There are faults; the message lists them all.</exception>
    internal void ThrowIfInvalid(string parameterName) => FindFaults().ThrowIfAny(nameof(Qwen3RerankerOptions), parameterName);

    internal InferenceOptions ToInferenceOptions() => new() { ThreadCount = ThreadCount, BatchTokens = BatchTokens, PrefixCacheTokens = PrefixCacheTokens, MaxQueuedTokens = MaxQueuedTokens };

    private OptionFaults FindFaults()
    {
        var faults = new OptionFaults();
        faults.RequireModel(nameof(ModelPath), ModelPath);
        faults.RequireText(nameof(Instruction), Instruction);
        faults.RequireRange(nameof(MaxTokens), MaxTokens, 1, int.MaxValue);
        faults.RequireDefined(nameof(Truncation), Truncation);
        faults.RequireRange(nameof(ThreadCount), ThreadCount, 1, 1024);
        faults.RequireRange(nameof(BatchTokens), BatchTokens, 16, 1 << 20);
        faults.RequireRange(nameof(PrefixCacheTokens), PrefixCacheTokens, 0, 1 << 16);
        faults.RequireRange(nameof(MaxQueuedTokens), MaxQueuedTokens, 1, int.MaxValue);
        return faults;
    }
}
