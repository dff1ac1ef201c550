namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Gives the text of a record that a reranker reads.</summary>
internal sealed class RecordText<TRecord>(RecordModel<TRecord> model, SearchRerankingOptions options)
    where TRecord : class
{
    /// <exception cref="InvalidOperationException">The record has no property for it.</exception>
    public string Of(TRecord record)
    {
        if (options.TextSelector is { } selector)
        {
            return selector(record) ?? "";
        }

        var name = options.TextProperty ?? model.FindTextProperty(record);
        if (name is null || !model.TryRead(record, name, out var value))
        {
            throw new InvalidOperationException(
                $"{typeof(TRecord)} has no text that can be reranked: {(name is null ? TextPropertyName.Expected : $"expected a string property '{name}'")}. "
                + $"Mark one with [RerankText], or set {nameof(SearchRerankingOptions)}.{nameof(options.TextProperty)} or {nameof(options.TextSelector)}.");
        }

        return value switch
        {
            null => "",
            string text => text,
            _ => throw new InvalidOperationException($"The property '{name}' of {typeof(TRecord)} is a {value.GetType()}; a string was expected as the text to rerank."),
        };
    }
}
