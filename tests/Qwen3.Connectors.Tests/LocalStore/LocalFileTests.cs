using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.Benchmarks.LocalStore;
using Qwen3.Connectors.LocalStore;
using Qwen3.Connectors.LocalStore.Storage;

namespace Qwen3.Connectors.Tests.LocalStore;

public sealed class LocalFileTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_newer_file_is_refused_with_advice()
    {
        await CreateAsync();
        Execute("PRAGMA user_version = 2");
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => _folder.Open().CollectionExistsAsync("x", Cancellation));
        Assert.Contains("format 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("update the package", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_application_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        Execute("CREATE TABLE theirs(x)");
        var bytes = await File.ReadAllBytesAsync(_folder.File, Cancellation);
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => _folder.Open().CollectionExistsAsync("x", Cancellation));
        Assert.Contains("another application", exception.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File, Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        var bytes = Enumerable.Range(0, 10_000).Select(i => (byte)i).ToArray();
        await File.WriteAllBytesAsync(_folder.File, bytes, Cancellation);
        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => _folder.Open().CollectionExistsAsync("x", Cancellation));
        Assert.Contains("not an SQLite database", exception.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File, Cancellation));
    }

    [Fact]
    public async Task A_lock_of_another_program_is_waited_for_and_then_named()
    {
        await CreateAsync();
        using var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        var collection = BatchScheme.Open(_folder.Open(new() { BusyTimeout = TimeSpan.FromMilliseconds(300) }));
        var exception = await Assert.ThrowsAsync<VectorStoreException>(
            () => collection.UpsertAsync(BatchScheme.Create(1), Cancellation));
        Assert.Contains("locked", exception.Message, StringComparison.Ordinal);

        // Readers do not wait, and a writer goes on when the lock is free.
        Assert.Empty(await collection.GetAsync(record => true, 1, null, Cancellation).ToListAsync(Cancellation));
        var waiting = BatchScheme.Open(_folder.Open()).UpsertAsync(BatchScheme.Create(1), Cancellation);
        await Task.Delay(100, Cancellation);
        Assert.False(waiting.IsCompleted);
        await transaction.RollbackAsync(Cancellation);
        await waiting;
    }

    [Fact]
    public async Task A_wait_for_a_lock_can_be_cancelled()
    {
        await CreateAsync();
        using var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => BatchScheme.Open(_folder.Open()).UpsertAsync(BatchScheme.Create(1), source.Token));
    }

    [Theory]
    [InlineData(13, "full")]
    [InlineData(8, "read-only")]
    [InlineData(11, "damaged")]
    [InlineData(10, "could not read or write")]
    [InlineData(14, "cannot be opened")]
    public void Failures_of_SQLite_say_what_to_do(int code, string words) => Assert.Contains(
        words, StoreErrors.Create(new SqliteException("failed", code), "/path/store.db").Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_path_that_is_a_folder_is_an_error_of_the_store()
    {
        Directory.CreateDirectory(_folder.File);
        await Assert.ThrowsAsync<VectorStoreException>(() => _folder.Open().CollectionExistsAsync("x", Cancellation));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_is_an_error_of_the_store()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        await File.WriteAllTextAsync(_folder.File, "", Cancellation);
        using var store = new LocalVectorStore(Path.Combine(_folder.File, "store.db"));
        await Assert.ThrowsAsync<VectorStoreException>(() => store.CollectionExistsAsync("x", Cancellation));
    }

    [Fact]
    public void All_invalid_options_are_named_at_once()
    {
        var options = new LocalVectorStoreOptions { ScanDimensions = 3, CandidateMultiplier = 0, BusyTimeout = TimeSpan.Zero };
        var exception = Assert.Throws<ArgumentException>(() => new LocalVectorStore("x.db", options));
        Assert.All(
            new[] { "ScanDimensions", "CandidateMultiplier", "BusyTimeout" },
            name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disposed_store_refuses_calls()
    {
        var store = _folder.Open();
        var collection = BatchScheme.Open(store);
        await collection.EnsureCollectionExistsAsync(Cancellation);
        store.Dispose();
        store.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => collection.GetAsync(1, null, Cancellation));
    }

    [Fact]
    public async Task Many_stores_and_threads_create_one_file_together()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => _folder.Open()).ToList();
        await Task.WhenAll(stores.Select((store, i) => Task.Run(
            async () =>
            {
                var collection = BatchScheme.Open(store);
                await collection.EnsureCollectionExistsAsync(Cancellation);
                await collection.UpsertAsync(BatchScheme.Create(i), Cancellation);
            },
            Cancellation)));
        Assert.Equal(["records"], await stores[0].ListCollectionNamesAsync(Cancellation).ToListAsync(Cancellation));
    }

    private async Task CreateAsync()
    {
        using var store = new LocalVectorStore(_folder.File);
        await BatchScheme.Open(store).EnsureCollectionExistsAsync(Cancellation);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
