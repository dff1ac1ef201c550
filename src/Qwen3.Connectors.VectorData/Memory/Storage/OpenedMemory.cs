using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.VectorData.Memory.Storage;

/// <summary>The open collection of a memory.</summary>
/// <param name="Records">The chunks of all documents.</param>
/// <param name="Chunker">Cuts documents into chunks.</param>
/// <param name="Dimensions">The length of vectors to ask for; null for the generator's own.</param>
internal sealed record OpenedMemory(VectorStoreCollection<Guid, MemoryRecord> Records, DocumentChunker Chunker, int? Dimensions)
{
    private const int DeletedAtOnce = 500;

    /// <summary>Deletes the chunks of a document from an index on.</summary>
    /// <returns>The number of chunks that were deleted.</returns>
    public async Task<int> DeleteAsync(string source, int firstIndex, CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (true)
        {
            var keys = new List<Guid>();
            var found = Records.GetAsync(
                record => record.Source == source && record.Index >= firstIndex, DeletedAtOnce, cancellationToken: cancellationToken);
            await foreach (var record in found.ConfigureAwait(false))
            {
                keys.Add(record.Id);
            }

            if (keys.Count == 0)
            {
                return deleted;
            }

            await Records.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
            deleted += keys.Count;
        }
    }
}
