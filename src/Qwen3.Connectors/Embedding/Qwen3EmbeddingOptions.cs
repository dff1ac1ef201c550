using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Validation;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors;

/// <summary>How a <see cref="Qwen3EmbeddingGenerator"/> embeds. Copied when a generator is created: later changes have no effect.</summary>
public sealed class Qwen3EmbeddingOptions
{
    /// <summary>The GGUF file, or a name of <see cref="ModelCatalog"/>, whose file is downloaded where it is not here. Used by <see cref="Qwen3EmbeddingGenerator.Create"/>; what is given to <see cref="Qwen3EmbeddingGenerator.Load"/> goes before it.</summary>
    /// <value>Default null: the file, or the engine, is given where the generator is made.</value>
    public string? ModelPath { get; set; }

    /// <summary>What texts are embedded as; <see cref="Qwen3EmbeddingGenerator.AsQueryGenerator"/> gives the other role on the same model.</summary>
    /// <value>Default <see cref="EmbeddingRole.Document"/>: a query prompt must never get into stored vectors.</value>
    public EmbeddingRole Role { get; set; }

    /// <summary>What queries look for, as an English sentence. Not used for documents.</summary>
    /// <value>Default <see cref="TaskInstructions.WebSearch"/>.</value>
    public string QueryInstruction { get; set; } = TaskInstructions.WebSearch;

    /// <summary>Values an embedding has where a call does not say; 32 to the model's full width.</summary>
    /// <value>Default null: the full width.</value>
    public int? Dimensions { get; set; }

    /// <summary>Tokens a text may have, instruction and end token included; 2 to the context length.</summary>
    /// <value>Default null: the context length.</value>
    public int? MaxTokens { get; set; }

    /// <summary>What to do with a longer text. The instruction of a query and the end token are never cut.</summary>
    /// <value>Default <see cref="Truncation.Throw"/>: nothing is left out unless asked for.</value>
    public Truncation Truncation { get; set; } = Truncation.Throw;

    /// <summary>Threads that compute; 1 to 1024. Used when a model is loaded.</summary>
    /// <value>Default null: as many as the process may use cores.</value>
    public int? ThreadCount { get; set; }

    /// <summary>Tokens that are computed together at the most; 16 to 1,048,576. Used when a model is loaded.</summary>
    /// <value>Default 4096.</value>
    public int BatchTokens { get; set; } = 4096;

    /// <summary>Tokens of common beginnings (a query's instruction) that are kept for later calls; 0 to 65,536, 0 for none. Used when a model is loaded. Results are the same either way.</summary>
    /// <value>Default 1024. A token takes 224 KiB with a 0.6B model, 288 KiB with 4B and 8B, once beginnings recur.</value>
    public int PrefixCacheTokens { get; set; } = 1024;

    /// <summary>Tokens that may wait to be computed; a call that would make them more fails at once with <see cref="EngineOverloadedException"/>, unless nothing waits. 1 or more. Used when a model is loaded.</summary>
    /// <value>Default 1,048,576.</value>
    public int MaxQueuedTokens { get; set; } = 1 << 20;

    /// <summary>Looks for faults that need no model to be seen.</summary>
    /// <returns>Every fault in a sentence; empty where there is none.</returns>
    public IReadOnlyList<string> Validate() => FindFaults().Messages;

    internal Qwen3EmbeddingOptions Clone() => (Qwen3EmbeddingOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">There are faults; the message lists them all.</exception>
    internal void ThrowIfInvalid(string parameterName) => FindFaults().ThrowIfAny(nameof(Qwen3EmbeddingOptions), parameterName);

    internal InferenceOptions ToInferenceOptions() => new() { ThreadCount = ThreadCount, BatchTokens = BatchTokens, PrefixCacheTokens = PrefixCacheTokens, MaxQueuedTokens = MaxQueuedTokens };

    private OptionFaults FindFaults()
    {
        var faults = new OptionFaults();
        faults.RequireModel(nameof(ModelPath), ModelPath);
        faults.RequireDefined(nameof(Role), Role);
        faults.RequireText(nameof(QueryInstruction), QueryInstruction);
        faults.RequireRange(nameof(Dimensions), Dimensions, MatryoshkaVector.MinDimensions, int.MaxValue);
        faults.RequireRange(nameof(MaxTokens), MaxTokens, 2, int.MaxValue);
        faults.RequireDefined(nameof(Truncation), Truncation);
        faults.RequireRange(nameof(ThreadCount), ThreadCount, 1, 1024);
        faults.RequireRange(nameof(BatchTokens), BatchTokens, 16, 1 << 20);
        faults.RequireRange(nameof(PrefixCacheTokens), PrefixCacheTokens, 0, 1 << 16);
        faults.RequireRange(nameof(MaxQueuedTokens), MaxQueuedTokens, 1, int.MaxValue);
        return faults;
    }
}
