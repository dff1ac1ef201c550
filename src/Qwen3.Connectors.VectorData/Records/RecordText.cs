using Qwen3.Connectors.Tools.Records;

namespace Qwen3.Connectors.VectorData.Records;

/// <summary>Returns the text of a record that the reranker reads.</summary>
internal sealed class RecordText<TRecord>(RecordModel<TRecord> model, SearchRerankingOptions options)
    where TRecord : class
{
    /// <returns>Null if the record, or its text, is null.</returns>
    /// <exception cref="InvalidOperationException">The record has no property with a text.</exception>
    public string? Of(TRecord? record)
    {
        if (record is null || options.TextSelector is not null)
        {
            return record is null ? null : options.TextSelector!(record);
        }

        var name = options.TextProperty ?? model.FindTextProperty(record);
        if (name is null || !model.TryRead(record, name, out var value))
        {
            throw new InvalidOperationException(
                $"{typeof(TRecord)} has no text that can be reranked: "
                + (name is null ? TextPropertyRule.Expected : $"expected a string property '{name}'")
                + $". Mark a property with [RerankText], or set {nameof(SearchRerankingOptions)}.{nameof(options.TextProperty)} "
                + $"or {nameof(options.TextSelector)}.");
        }

        return value is null or string
            ? (string?)value
            : throw new InvalidOperationException(
                $"The property '{name}' of {typeof(TRecord)} is a {value.GetType()}; a string was expected as the text to rerank.");
    }
}
