using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors;

/// <summary>How the results of a search are reranked. Copied when a <see cref="ResultReranker"/> is created: later changes have no effect.</summary>
public sealed class ResultRerankingOptions
{
    /// <summary>The argument of a search function that has the query.</summary>
    /// <value>Default <c>query</c>.</value>
    public string QueryArgument { get; set; } = "query";

    /// <summary>Top-n, minimum score, instruction, limits and budget. Results that the options leave out are not returned.</summary>
    /// <value>Default null: every result, best first.</value>
    public RerankOptions? RerankOptions { get; set; }

    /// <summary>Gives the text of a result; it is given the result as the function returned it, usually a <see cref="JsonElement"/>. Null for no text.</summary>
    /// <value>Default null: the text is found by <see cref="TextProperty"/>, or by common names.</value>
    public Func<object, string?>? TextSelector { get; set; }

    /// <summary>The name of the property that has a result's text; case does not matter.</summary>
    /// <value>
    /// Default null: the first of Text, Content, Value, Chunk, Passage, Snippet and Body, else the only property that is a string, else that of the only
    /// property that is an object.
    /// </value>
    public string? TextProperty { get; set; }

    /// <summary>What to do where a result has no text, or the reranker fails. Cancellation is always thrown.</summary>
    /// <value>Default <see cref="RerankFailurePolicy.Throw"/>.</value>
    public RerankFailurePolicy FailurePolicy { get; set; }

    /// <summary>Called with what went wrong when <see cref="RerankFailurePolicy.KeepOrder"/> keeps results as they are; may be called concurrently.</summary>
    /// <value>Default null.</value>
    public Action<Exception>? OnFailure { get; set; }

    /// <summary>Reads the properties of results that are .NET objects.</summary>
    /// <value>Default <see cref="AIJsonUtilities.DefaultOptions"/>. Without reflection (AOT) it must know their types.</value>
    public JsonSerializerOptions SerializerOptions { get; set; } = AIJsonUtilities.DefaultOptions;

    /// <summary>The text of a result as it is found without a <see cref="TextSelector"/>; what a selector of your own may fall back on.</summary>
    /// <param name="result">The result as the function returned it.</param>
    /// <returns>The text, or null where there is none.</returns>
    /// <exception cref="InvalidOperationException"><see cref="SerializerOptions"/> can't read the result's properties.</exception>
    public string? FindText(object result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ItemText(this).Find(result);
    }

    /// <summary>A copy of these options.</summary>
    public ResultRerankingOptions Clone()
    {
        var copy = (ResultRerankingOptions)MemberwiseClone();
        copy.RerankOptions = RerankOptions?.Clone();
        return copy;
    }

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    internal ResultRerankingOptions CloneValid(string parameterName)
    {
        if (string.IsNullOrWhiteSpace(QueryArgument) || SerializerOptions is null || TextProperty is { Length: 0 } || !Enum.IsDefined(FailurePolicy))
        {
            throw new ArgumentException(
                $"{nameof(ResultRerankingOptions)}: expected a name as {nameof(QueryArgument)}, serializer options, a name or null as {nameof(TextProperty)}, and a known {nameof(FailurePolicy)}.",
                parameterName);
        }

        return Clone();
    }
}
