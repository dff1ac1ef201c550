using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.VectorData.Memory.Storage;

/// <summary>Opens the collection of a memory once it is needed: only an open model states the length of its vectors.</summary>
internal sealed class MemoryCollection : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Func<VectorStoreCollectionDefinition, VectorStoreCollection<Guid, MemoryRecord>> _getCollection;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly Qwen3MemoryOptions _options;
    private volatile OpenedMemory? _opened;

    /// <exception cref="ArgumentException">An option is invalid.</exception>
    [RequiresDynamicCode("Vector stores map records by reflection.")]
    [RequiresUnreferencedCode("Vector stores map records by reflection.")]
    public MemoryCollection(VectorStore store, IEmbeddingGenerator<string, Embedding<float>> generator, Qwen3MemoryOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.CollectionName) || options.Dimensions < 1)
        {
            throw new ArgumentException(
                $"{nameof(Qwen3MemoryOptions)}: expected a name as {nameof(options.CollectionName)}, and null or a length of at least 1 as "
                + $"{nameof(options.Dimensions)}.",
                nameof(options));
        }

        _getCollection = definition => store.GetCollection<Guid, MemoryRecord>(options.CollectionName, definition);
        _generator = generator;
        _options = options;
    }

    public async ValueTask<OpenedMemory> OpenAsync(CancellationToken cancellationToken)
    {
        if (_opened is { } opened)
        {
            return opened;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _opened ??= await CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await opened.Records.EnsureCollectionDeletedAsync(cancellationToken).ConfigureAwait(false);

        // Other memories of the store go on working: they do not create the collection again.
        await opened.Records.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _opened?.Records.Dispose();
        _gate.Dispose();
    }

    private async Task<OpenedMemory> CreateAsync(CancellationToken cancellationToken)
    {
        if (_generator.GetService<Qwen3EmbeddingGenerator>() is { } known)
        {
            await known.GetDescriptionAsync(cancellationToken).ConfigureAwait(false);
        }

        var tokenizer = _generator.GetService<Qwen3Tokenizer>() ?? throw new InvalidOperationException(
            $"The generator does not offer a tokenizer ({nameof(Qwen3Tokenizer)}), which measures chunks. Use a "
            + $"{nameof(Qwen3EmbeddingGenerator)}, also behind decorators.");
        var dimensions = _options.Dimensions
            ?? _generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelDimensions
            ?? throw new InvalidOperationException(
                $"The generator does not state the length of its vectors. Set {nameof(Qwen3MemoryOptions)}.{nameof(_options.Dimensions)}.");
        var chunker = new DocumentChunker(tokenizer, _options.Chunking);
        var records = _getCollection(Define(dimensions));
        await records.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
        return new OpenedMemory(records, chunker, _options.Dimensions);
    }

    /// <summary>The generator is part of the definition, so that a store can check the vector space of its vectors.</summary>
    private VectorStoreCollectionDefinition Define(int dimensions) => new()
    {
        EmbeddingGenerator = _generator,
        Properties =
        [
            new VectorStoreKeyProperty(nameof(MemoryRecord.Id), typeof(Guid)),
            new VectorStoreDataProperty(nameof(MemoryRecord.Source), typeof(string)) { IsIndexed = true },
            new VectorStoreDataProperty(nameof(MemoryRecord.Tags), typeof(List<string>)) { IsIndexed = true },
            new VectorStoreDataProperty(nameof(MemoryRecord.Index), typeof(int)) { IsIndexed = true },
            new VectorStoreDataProperty(nameof(MemoryRecord.Text), typeof(string)) { IsFullTextIndexed = true },
            new VectorStoreDataProperty(nameof(MemoryRecord.Heading), typeof(string)),
            new VectorStoreDataProperty(nameof(MemoryRecord.Start), typeof(int)),
            new VectorStoreDataProperty(nameof(MemoryRecord.StartLine), typeof(int)),
            new VectorStoreDataProperty(nameof(MemoryRecord.EndLine), typeof(int)),
            new VectorStoreVectorProperty(nameof(MemoryRecord.Vector), typeof(ReadOnlyMemory<float>), dimensions)
            {
                DistanceFunction = DistanceFunction.CosineSimilarity,
            },
        ],
    };
}
