using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors;

/// <summary>
/// Options for reranking the results of a search. Copied when a reranking component is created: later changes have no effect.
/// </summary>
public class ResultRerankingOptions
{
    /// <summary>
    /// Gets or sets top-n, minimum score, instruction, limits and budget. Results that these options exclude are not returned.
    /// </summary>
    /// <value>Default null: every result is returned, best first.</value>
    public RerankOptions? RerankOptions { get; set; }

    /// <summary>Gets or sets a delegate that returns the text of a result. It is given the result as the search returned it.</summary>
    /// <value>
    /// Default null: the text is found by <see cref="TextProperty"/>. A result for which the delegate returns null is not scored; it
    /// follows the scored results.
    /// </value>
    public Func<object, string?>? TextSelector { get; set; }

    /// <summary>Gets or sets the name of the property that holds the text of a result. Case is ignored.</summary>
    /// <value>
    /// Default null: the first that exists of a property marked <see cref="RerankTextAttribute"/>, a property marked with Semantic Kernel's
    /// <c>TextSearchResultValue</c>, the only full-text indexed string, a string named Text, Content, Value, Chunk, Passage, Snippet or
    /// Body, the only string. An object nested in a result, such as <c>{ "record": { ... }, "score": 0.8 }</c>, is searched too. A result
    /// whose text is null or absent is not scored; it follows the scored results.
    /// </value>
    public string? TextProperty { get; set; }

    /// <summary>
    /// Gets or sets what happens when a list of results has no text that is found, or the reranker fails. Cancellation, and what the search
    /// itself throws, always reach the caller.
    /// </summary>
    /// <value>Default <see cref="RerankFailurePolicy.Throw"/>.</value>
    public RerankFailurePolicy FailurePolicy { get; set; }

    /// <summary>
    /// Gets or sets a delegate that is called when results are returned without being reranked: with the exception that
    /// <see cref="RerankFailurePolicy.KeepOrder"/> handled, and under either policy with a <see cref="NotSupportedException"/> for a result
    /// that is no list, such as a sentence. May be called concurrently. What it throws reaches the caller.
    /// </summary>
    /// <value>Default null.</value>
    public Action<Exception>? OnFailure { get; set; }

    /// <summary>Gets or sets the options that read the properties of results that are .NET objects.</summary>
    /// <value>
    /// Default <see cref="AIJsonUtilities.DefaultOptions"/>. Without reflection (Native AOT), set options that know the types of the
    /// results.
    /// </value>
    public JsonSerializerOptions SerializerOptions { get; set; } = AIJsonUtilities.DefaultOptions;

    /// <summary>Returns a validated copy of the same type.</summary>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    internal T CloneValid<T>(string parameterName)
        where T : ResultRerankingOptions
    {
        Validate(parameterName);
        var copy = (T)MemberwiseClone();
        copy.RerankOptions = RerankOptions?.Clone();
        return copy;
    }

    /// <exception cref="ArgumentException">An option is invalid.</exception>
    private protected virtual void Validate(string parameterName)
    {
        if (SerializerOptions is null || TextProperty is { Length: 0 } || !Enum.IsDefined(FailurePolicy))
        {
            throw new ArgumentException(
                $"{GetType().Name}: expected serializer options, a property name or null as {nameof(TextProperty)}, "
                + $"and a defined {nameof(FailurePolicy)}.",
                parameterName);
        }
    }
}
