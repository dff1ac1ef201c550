using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.VectorData.Memory.Storage;

/// <summary>Cuts documents into chunks, embeds and stores them.</summary>
internal sealed class MemoryWriter(OpenedMemory memory, IEmbeddingGenerator<string, Embedding<float>> generator)
{
    /// <summary>Enough to fill the batches of the engine.</summary>
    private const int ChunksAtOnce = 128;

    private readonly List<MemoryRecord> _pending = [];
    private readonly List<(string Source, int Count)> _finished = [];

    /// <exception cref="ArgumentException">A document has no name, or two have the same.</exception>
    public async Task<int> WriteAsync(IEnumerable<MemoryDocument> documents, CancellationToken cancellationToken)
    {
        var sources = new HashSet<string>(StringComparer.Ordinal);
        var stored = 0;
        foreach (var document in documents)
        {
            if (string.IsNullOrEmpty(document?.Source) || !sources.Add(document.Source))
            {
                throw new ArgumentException(
                    $"Document {sources.Count} has no {nameof(MemoryDocument.Source)}, or that of another document; "
                    + "expected a name of its own.",
                    nameof(documents));
            }

            var count = 0;
            foreach (var record in Cut(document))
            {
                _pending.Add(record);
                count++;
                if (_pending.Count == ChunksAtOnce)
                {
                    await StoreAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            stored += count;
            _finished.Add((document.Source, count));
        }

        await StoreAsync(cancellationToken).ConfigureAwait(false);
        return stored;
    }

    private IEnumerable<MemoryRecord> Cut(MemoryDocument document)
    {
        var chunks = memory.Chunker.Chunk(document.Text, document.Format ?? DocumentChunker.FormatOf(document.Source));
        return chunks.Select((chunk, index) => new MemoryRecord
        {
            Id = KeyOf(document.Source, index),
            Source = document.Source,
            Tags = [.. document.Tags],
            Index = index,
            Text = chunk.Text,
            Heading = string.Join(" > ", chunk.Headings),
            Start = chunk.Start,
            StartLine = chunk.StartLine,
            EndLine = chunk.EndLine,
        });
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_pending.Count > 0)
        {
            var options = new EmbeddingGenerationOptions { Dimensions = memory.Dimensions }.WithRole(EmbeddingRole.Document);
            var texts = _pending.Select(record => record.TextInContext).ToArray();
            var embeddings = await generator.GenerateAsync(texts, options, cancellationToken).ConfigureAwait(false);
            foreach (var (record, embedding) in _pending.Zip(embeddings))
            {
                record.Vector = embedding.Vector;
            }

            await memory.Records.UpsertAsync(_pending, cancellationToken).ConfigureAwait(false);
            _pending.Clear();
        }

        // After the new chunks are stored, so that a search always finds the document: chunks that a longer version had.
        foreach (var (source, count) in _finished)
        {
            await memory.DeleteAsync(source, count, cancellationToken).ConfigureAwait(false);
        }

        _finished.Clear();
    }

    /// <summary>Derives a key from the source and the index: the same chunk has the same key whenever it is stored.</summary>
    private static Guid KeyOf(string source, int index)
    {
        var name = Encoding.UTF8.GetBytes(source);
        var input = new byte[sizeof(int) + name.Length];
        BinaryPrimitives.WriteInt32LittleEndian(input, index);
        name.CopyTo(input.AsSpan(sizeof(int)));
        return new Guid(SHA256.HashData(input).AsSpan(0, 16));
    }
}
