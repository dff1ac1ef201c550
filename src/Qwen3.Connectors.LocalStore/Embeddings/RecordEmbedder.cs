using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.Records;

namespace Qwen3.Connectors.LocalStore.Embeddings;

/// <summary>The vectors of records: given, or embedded in one call per property.</summary>
internal static class RecordEmbedder
{
    /// <summary>Returns the encoded vectors of a property, <c>[records]</c>; null for null.</summary>
    /// <exception cref="ArgumentException">A vector has another length, or a value that is not finite; the message names it.</exception>
    public static async ValueTask<byte[]?[]> EncodeAsync<TRecord>(
        VectorPropertyModel property, IReadOnlyList<TRecord> records, CancellationToken cancellationToken)
        where TRecord : class
    {
        var values = records.Select(record => property.GetValueAsObject(record)).ToList();
        var embedded = new Queue<Microsoft.Extensions.AI.Embedding>();
        var isEmbedded = !VectorValue.IsSupported(property.Type);
        if (isEmbedded && values.Exists(value => value is not null))
        {
            var texts = values.Where(value => value is not null);
            var results = await property.GenerateEmbeddingsAsync(texts, cancellationToken).ConfigureAwait(false);
            embedded = new(results);
        }

        var encoded = new byte[]?[values.Count];
        for (var i = 0; i < encoded.Length; i++)
        {
            encoded[i] = values[i] is { } value ? Encode(property, isEmbedded ? embedded.Dequeue() : value, i) : null;
        }

        return encoded;
    }

    private static byte[] Encode(VectorPropertyModel property, object value, int index)
    {
        var vector = VectorValue.Read(value)
            ?? throw new InvalidOperationException($"A {value.GetType().Name} is no vector of floats. This is a bug.");
        VectorValue.Check(vector.Span, property.Dimensions, $"Vector '{property.ModelName}' of record {index} of the call");
        return VectorValue.Encode(vector.Span);
    }
}
