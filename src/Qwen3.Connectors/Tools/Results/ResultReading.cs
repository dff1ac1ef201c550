namespace Qwen3.Connectors.Tools.Results;

/// <summary>A search result as a list of items.</summary>
/// <param name="Unchanged">The result as it was; a sequence that can be enumerated only once as the list that was read from it.</param>
/// <param name="Items">The items in the order of the search; empty if there is nothing to rank.</param>
/// <param name="Rebuild">Returns a result of the same kind with the items at these indices, in this order.</param>
internal sealed record ResultReading(object? Unchanged, IReadOnlyList<object?> Items, Func<int[], object?> Rebuild)
{
    /// <summary>Gets the reason why the result can't be ranked; null if it can, or if there is nothing to rank.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets whether there are texts in a result that can't be ranked.</summary>
    public bool HasTexts { get; init; }

    public static ResultReading Nothing(object? result) => new(result, [], _ => result);

    public static ResultReading NoList(object result) =>
        Nothing(result) with { Problem = $"expected a list of texts or records, or JSON with one; found a {result.GetType()}" };

    /// <summary>Converts a reading of JSON. JSON whose order does not change is returned as it was.</summary>
    /// <param name="json">The JSON that was read.</param>
    /// <param name="original">The result.</param>
    /// <param name="convert">Converts JSON text into a result of the original's kind.</param>
    public static ResultReading Of(JsonReading json, object original, Func<byte[], object?> convert) => new(
        original,
        [.. json.Items.Select(item => (object?)item)],
        order => order.SequenceEqual(Enumerable.Range(0, json.Items.Count)) ? original : convert(json.Rebuild(order)))
    {
        Problem = json.Problem,
        HasTexts = json.HasTexts,
    };
}
