namespace Qwen3.Connectors;

/// <summary>Options for reranking the results of a function that an agent calls.</summary>
public class FunctionRerankingOptions : ResultRerankingOptions
{
    /// <summary>Gets or sets the name of the function's argument that holds the query.</summary>
    /// <value>Default <c>query</c>.</value>
    public string QueryArgument { get; set; } = "query";

    private protected override void Validate(string parameterName)
    {
        base.Validate(parameterName);
        if (string.IsNullOrWhiteSpace(QueryArgument))
        {
            throw new ArgumentException($"{GetType().Name}: expected the name of an argument as {nameof(QueryArgument)}.", parameterName);
        }
    }
}
