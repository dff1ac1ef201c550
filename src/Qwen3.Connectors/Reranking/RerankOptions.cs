using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors;

/// <summary>Options of one reranking call. A reranker reads them when called and never changes them.</summary>
public sealed class RerankOptions
{
    /// <summary>Results to return, best first; 1 or more. All documents are scored either way.</summary>
    /// <value>Default null: all.</value>
    public int? TopN
    {
        get;
        set => field = RequirePositive(value);
    }

    /// <summary>What makes a document relevant, as an English sentence; <see cref="TaskInstructions"/> has common ones.</summary>
    /// <value>Default null: the reranker's own.</value>
    public string? Instruction { get; set; }

    /// <summary>
    /// The lowest score of a result, 0 to 1. Where no document reaches it the results are empty, which is a normal answer: nothing is
    /// relevant.
    /// </summary>
    /// <value>
    /// Default null: every score. Take it from scores of your own data: what a probability is worth differs from model to model.
    /// </value>
    public double? MinimumScore
    {
        get;
        set
        {
            if (value is not (null or (>= 0 and <= 1)))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A score is a probability: 0 to 1.");
            }

            field = value;
        }
    }

    /// <summary>Tokens of a document that are read, without template, instruction and query; 1 or more.</summary>
    /// <value>Default null: what the reranker's own limit leaves.</value>
    public int? MaxTokensPerDocument
    {
        get;
        set => field = RequirePositive(value);
    }

    /// <summary>What to do with a document that does not fit.</summary>
    /// <value>Default null: the reranker's own policy.</value>
    public Truncation? Truncation
    {
        get;
        set
        {
            if (value is { } truncation && !Enum.IsDefined(truncation))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"Expected {string.Join(", ", Enum.GetNames<Truncation>())}.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Tokens that the call may compute, over all documents with their templates; 1 or more. Documents are scored in the order given, so
    /// give the best first, as retrievers do; the call ends before the first one that might exceed the limit, and
    /// <see cref="RerankResults.IsPartial"/> is then true.
    /// </summary>
    /// <value>Default null: no limit.</value>
    public int? MaxTotalTokens
    {
        get;
        set => field = RequirePositive(value);
    }

    /// <summary>
    /// Time that the call may take; above zero. Documents are scored in the order given; documents not scored in time are omitted, and
    /// <see cref="RerankResults.IsPartial"/> is then true. The call ends at most one layer of the model after the limit.
    /// </summary>
    /// <value>Default null: no limit.</value>
    public TimeSpan? MaxDuration
    {
        get;
        set
        {
            if (value <= TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A duration above zero was expected.");
            }

            field = value;
        }
    }

    /// <summary>Copies the options, for decorators that change some.</summary>
    /// <returns>A copy that shares nothing with these.</returns>
    public RerankOptions Clone() => (RerankOptions)MemberwiseClone();

    private static int? RequirePositive(int? value)
    {
        if (value is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(value));
        }

        return value;
    }
}
