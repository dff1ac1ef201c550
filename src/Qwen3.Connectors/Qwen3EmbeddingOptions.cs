using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>How a <see cref="Qwen3EmbeddingGenerator"/> embeds. Copied when a generator is created: later changes have no effect.</summary>
public sealed class Qwen3EmbeddingOptions
{
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

    /// <summary>What to do with a longer text.</summary>
    /// <value>Default <see cref="Truncation.Throw"/>: nothing is left out unless asked for.</value>
    public Truncation Truncation { get; set; } = Truncation.Throw;

    /// <summary>Threads that compute; 1 to 1024. Used when a model is loaded.</summary>
    /// <value>Default null: as many as the process may use cores.</value>
    public int? ThreadCount { get; set; }

    /// <summary>Tokens that are computed together at the most; 16 to 1,048,576. Used when a model is loaded.</summary>
    /// <value>Default 4096.</value>
    public int BatchTokens { get; set; } = 4096;

    internal Qwen3EmbeddingOptions Clone() => (Qwen3EmbeddingOptions)MemberwiseClone();

    internal InferenceOptions ToInferenceOptions() => new() { ThreadCount = ThreadCount, BatchTokens = BatchTokens };
}
