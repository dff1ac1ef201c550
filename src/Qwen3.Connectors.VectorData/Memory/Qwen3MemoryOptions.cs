namespace Qwen3.Connectors.VectorData;

/// <summary>Options of a <see cref="Qwen3Memory"/>, which copies them: later changes have no effect.</summary>
public sealed class Qwen3MemoryOptions
{
    /// <summary>Gets or sets the name of the store's collection.</summary>
    /// <value>Default <c>memory</c>.</value>
    public string CollectionName { get; set; } = "memory";

    /// <summary>Gets or sets the length of the stored vectors.</summary>
    /// <value>Default null: that of the generator. 32 to the width of the model.</value>
    public int? Dimensions { get; set; }

    /// <summary>Gets or sets how documents are cut into chunks.</summary>
    /// <value>Default null: the defaults of <see cref="ChunkingOptions"/>.</value>
    public ChunkingOptions? Chunking { get; set; }

    internal Qwen3MemoryOptions Clone() => (Qwen3MemoryOptions)MemberwiseClone();
}
