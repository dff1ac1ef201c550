namespace Qwen3.Connectors;

/// <summary>Options of one reranking call.</summary>
public sealed class RerankOptions
{
    /// <summary>Results to return, best first; 1 or more. All documents are scored either way.</summary>
    /// <value>Default null: all.</value>
    public int? TopN
    {
        get;
        set
        {
            if (value is { } topN)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(topN, 1, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>What makes a document relevant, as an English sentence.</summary>
    /// <value>Default null: the reranker's own.</value>
    public string? Instruction { get; set; }
}
