using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Validation;

namespace Qwen3.Connectors;

/// <summary>How a <see cref="Qwen3Reranker"/> scores. Copied when a reranker is created: later changes have no effect.</summary>
public sealed class Qwen3RerankerOptions
{
    /// <summary>
    /// The GGUF file, or a name of <see cref="ModelCatalog"/>, whose file is downloaded where it is not here. Used by
    /// <see cref="Qwen3Reranker.Create"/> and by hosting; <see cref="Qwen3Reranker.Load"/> has its own.
    /// </summary>
    /// <value>Default null: the file, or the engine, is given where the reranker is created.</value>
    public string? ModelPath { get; set; }

    /// <summary>What makes a document relevant, as an English sentence, where a call does not set it.</summary>
    /// <value>Default <see cref="TaskInstructions.WebSearch"/>.</value>
    public string Instruction { get; set; } = TaskInstructions.WebSearch;

    /// <summary>Tokens of instruction, query, document and template together at most; 1 to the context length.</summary>
    /// <value>Default null: the context length.</value>
    public int? MaxTokens { get; set; }

    /// <summary>What to do with a document that does not fit; instruction, query and template are never truncated.</summary>
    /// <value>Default <see cref="Truncation.TruncateEnd"/>; results report how many tokens were left out.</value>
    public Truncation Truncation { get; set; } = Truncation.TruncateEnd;

    /// <summary>How the model is run: threads, batches, queue, kernel, backend. Used when a model is loaded.</summary>
    /// <value>Default: the defaults of <see cref="InferenceOptions"/>.</value>
    public InferenceOptions Inference { get; set; } = new();

    /// <summary>Finds the faults that show without the model.</summary>
    /// <returns>Every fault in a sentence; empty where there is none.</returns>
    public IReadOnlyList<string> Validate() => FindFaults().Messages;

    internal Qwen3RerankerOptions Clone()
    {
        var copy = (Qwen3RerankerOptions)MemberwiseClone();
        copy.Inference = Inference?.Clone()!;
        return copy;
    }

    /// <exception cref="ArgumentException">There are faults; the message lists them all.</exception>
    internal void ThrowIfInvalid(string parameterName) => FindFaults().ThrowIfAny(nameof(Qwen3RerankerOptions), parameterName);

    private OptionFaults FindFaults()
    {
        var faults = new OptionFaults();
        faults.RequireModel(nameof(ModelPath), ModelPath);
        faults.RequireText(nameof(Instruction), Instruction);
        faults.RequireRange(nameof(MaxTokens), MaxTokens, 1, int.MaxValue);
        faults.RequireDefined(nameof(Truncation), Truncation);
        faults.RequireInference(nameof(Inference), Inference);
        return faults;
    }
}
