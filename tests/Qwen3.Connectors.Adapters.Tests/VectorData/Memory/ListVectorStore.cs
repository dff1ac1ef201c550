using System.Linq.Expressions;
using System.Numerics.Tensors;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData.Memory;

/// <summary>A store in a list, with hybrid search: the slow and simple counterpart of a real one.</summary>
internal sealed class ListVectorStore : VectorStore
{
    public ListCollection Records { get; private set; } = new();

    public VectorStoreCollectionDefinition? Definition { get; private set; }

    public bool IsDisposed { get; private set; }

    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null)
    {
        Definition = definition;
        return (VectorStoreCollection<TKey, TRecord>)(object)Records;
    }

    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition) => throw new NotSupportedException();

    public override IAsyncEnumerable<string> ListCollectionNamesAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override object? GetService(Type serviceType, object? serviceKey = null) => null;

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    internal sealed class ListCollection : VectorStoreCollection<Guid, MemoryRecord>, IKeywordHybridSearchable<MemoryRecord>
    {
        public Dictionary<Guid, MemoryRecord> Items { get; } = [];

        public List<int> Upserts { get; } = [];

        public override string Name => "list";

        public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);

        public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
        {
            Items.Clear();
            return Task.CompletedTask;
        }

        public override Task<MemoryRecord?> GetAsync(
            Guid key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(Items.GetValueOrDefault(key));

        public override IAsyncEnumerable<MemoryRecord> GetAsync(
            Expression<Func<MemoryRecord, bool>> filter,
            int top,
            FilteredRecordRetrievalOptions<MemoryRecord>? options = null,
            CancellationToken cancellationToken = default) =>
            Items.Values.Where(filter.Compile()).Take(top).ToArray().ToAsyncEnumerable();

        public override Task DeleteAsync(Guid key, CancellationToken cancellationToken = default)
        {
            Items.Remove(key);
            return Task.CompletedTask;
        }

        public override Task UpsertAsync(MemoryRecord record, CancellationToken cancellationToken = default) =>
            UpsertAsync([record], cancellationToken);

        public override Task UpsertAsync(IEnumerable<MemoryRecord> records, CancellationToken cancellationToken = default)
        {
            var all = records.ToArray();
            Upserts.Add(all.Length);
            foreach (var record in all)
            {
                Items[record.Id] = record;
            }

            return Task.CompletedTask;
        }

        public override IAsyncEnumerable<VectorSearchResult<MemoryRecord>> SearchAsync<TInput>(
            TInput searchValue,
            int top,
            VectorSearchOptions<MemoryRecord>? options = null,
            CancellationToken cancellationToken = default) =>
            Rank(searchValue, top, options?.Filter, _ => 0);

        public IAsyncEnumerable<VectorSearchResult<MemoryRecord>> HybridSearchAsync<TInput>(
            TInput searchValue,
            ICollection<string> keywords,
            int top,
            HybridSearchOptions<MemoryRecord>? options = null,
            CancellationToken cancellationToken = default)
            where TInput : notnull =>
            Rank(searchValue, top, options?.Filter, record => keywords.Count(
                word => record.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));

        public override object? GetService(Type serviceType, object? serviceKey = null) => null;

        private IAsyncEnumerable<VectorSearchResult<MemoryRecord>> Rank(
            object value, int top, Expression<Func<MemoryRecord, bool>>? filter, Func<MemoryRecord, double> bonus)
        {
            var query = (ReadOnlyMemory<float>)value;
            return Items.Values.Where(filter?.Compile() ?? (_ => true))
                .Select(record => new VectorSearchResult<MemoryRecord>(
                    record, TensorPrimitives.Dot(query.Span, record.Vector.Span) + bonus(record)))
                .OrderByDescending(result => result.Score)
                .Take(top)
                .ToArray()
                .ToAsyncEnumerable();
        }
    }
}
