using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Validation;
using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors;

/// <summary>How a <see cref="Qwen3EmbeddingGenerator"/> embeds. Copied when a generator is created: later changes have no effect.</summary>
public sealed class Qwen3EmbeddingOptions
{
    /// <summary>
    /// The GGUF file, or a name of <see cref="ModelCatalog"/>, whose file is downloaded where it is not here. Used by
    /// <see cref="Qwen3EmbeddingGenerator.Create"/> and by hosting; <see cref="Qwen3EmbeddingGenerator.Load"/> has its own.
    /// </summary>
    /// <value>Default null: the file, or the engine, is given where the generator is created.</value>
    public string? ModelPath { get; set; }

    /// <summary>
    /// What texts are embedded as; <see cref="Qwen3EmbeddingGenerator.AsQueryGenerator"/> gives the other role on the same model.
    /// </summary>
    /// <value>Default <see cref="EmbeddingRole.Document"/>: a query prompt must never get into stored vectors.</value>
    public EmbeddingRole Role { get; set; }

    /// <summary>What queries look for, as an English sentence. Not used for documents.</summary>
    /// <value>Default <see cref="TaskInstructions.WebSearch"/>.</value>
    public string QueryInstruction { get; set; } = TaskInstructions.WebSearch;

    /// <summary>Values of an embedding where a call does not set them; 32 to the model's full width.</summary>
    /// <value>Default null: the full width.</value>
    public int? Dimensions { get; set; }

    /// <summary>Tokens of a text at most, instruction and end token included; 2 to the context length.</summary>
    /// <value>Default null: the context length.</value>
    public int? MaxTokens { get; set; }

    /// <summary>What to do with a longer text. The instruction of a query and the end token are never truncated.</summary>
    /// <value>Default <see cref="Truncation.Throw"/>: nothing is left out unless asked for.</value>
    public Truncation Truncation { get; set; } = Truncation.Throw;

    /// <summary>How the model is run: threads, batches, queue, kernel, backend. Used when a model is loaded.</summary>
    /// <value>Default: the defaults of <see cref="InferenceOptions"/>.</value>
    public InferenceOptions Inference { get; set; } = new();

    /// <summary>Finds the faults that show without the model.</summary>
    /// <returns>Every fault in a sentence; empty where there is none.</returns>
    public IReadOnlyList<string> Validate() => FindFaults().Messages;

    internal Qwen3EmbeddingOptions Clone()
    {
        var copy = (Qwen3EmbeddingOptions)MemberwiseClone();
        copy.Inference = Inference?.Clone()!;
        return copy;
    }

    /// <exception cref="ArgumentException">There are faults; the message lists them all.</exception>
    internal void ThrowIfInvalid(string parameterName) => FindFaults().ThrowIfAny(nameof(Qwen3EmbeddingOptions), parameterName);

    private OptionFaults FindFaults()
    {
        var faults = new OptionFaults();
        faults.RequireModel(nameof(ModelPath), ModelPath);
        faults.RequireDefined(nameof(Role), Role);
        faults.RequireText(nameof(QueryInstruction), QueryInstruction);
        faults.RequireRange(nameof(Dimensions), Dimensions, MatryoshkaVector.MinDimensions, int.MaxValue);
        faults.RequireRange(nameof(MaxTokens), MaxTokens, 2, int.MaxValue);
        faults.RequireDefined(nameof(Truncation), Truncation);
        faults.RequireInference(nameof(Inference), Inference);
        return faults;
    }
}
