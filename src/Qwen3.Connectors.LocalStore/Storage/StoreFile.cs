using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>The SQLite file of a store: its connections, and read and write transactions on them. Safe for concurrent use.</summary>
/// <remarks>
/// The file is in WAL mode: a reader sees the state at the start of its transaction and never waits for a writer. One transaction writes
/// at a time: those of this store take turns in a queue, those of other processes wait for the lock of the file.
/// </remarks>
internal sealed class StoreFile(string path, TimeSpan busyTimeout) : IDisposable
{
    private readonly ConcurrentBag<StoreSession> _idle = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _isPrepared;
    private volatile bool _isDisposed;

    public string Path => path;

    /// <summary>Runs a function in a read transaction, on a thread of the pool: SQLite has no asynchronous calls.</summary>
    public Task<T> ReadAsync<T>(Func<StoreSession, T> read, CancellationToken cancellationToken) => Task.Run(
        () => Run(
            session =>
            {
                session.Execute("BEGIN");
                return read(session);
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Runs a function in a write transaction, which is committed if it returns and rolled back if it throws.</summary>
    /// <remarks>A call that is cancelled has written nothing.</remarks>
    public async Task<T> WriteAsync<T>(Func<StoreSession, T> write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(LocalVectorStore));
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var start = Stopwatch.GetTimestamp();
            for (var delay = 1; ; delay = Math.Min(2 * delay, 50))
            {
                var isLastTry = Stopwatch.GetElapsedTime(start) > busyTimeout;
                var (isWritten, result) = await Task.Run(
                    () => Run(session => TryWrite(session, write, isLastTry, cancellationToken), cancellationToken),
                    cancellationToken).ConfigureAwait(false);
                if (isWritten)
                {
                    return result!;
                }

                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    /// <returns>False if another process writes and the wait is not over.</returns>
    private static (bool IsWritten, T? Result) TryWrite<T>(
        StoreSession session, Func<StoreSession, T> write, bool isLastTry, CancellationToken cancellationToken)
    {
        // Not as a command, which would repeat it for as long as it is allowed to without letting the caller cancel.
        var code = raw.sqlite3_exec(session.Connection.Handle, "BEGIN IMMEDIATE");
        if (code == raw.SQLITE_BUSY && !isLastTry)
        {
            return (false, default);
        }

        SqliteException.ThrowExceptionForRC(code, session.Connection.Handle);
        var result = write(session);
        cancellationToken.ThrowIfCancellationRequested();
        session.Execute("COMMIT");
        return (true, result);
    }

    private T Run<T>(Func<StoreSession, T> action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var session = Rent();
            var isReusable = false;
            try
            {
                T result;
                using (Interruption(session, cancellationToken))
                {
                    result = action(session);
                }

                isReusable = End(session);
                return result;
            }
            catch
            {
                isReusable = End(session);
                throw;
            }
            finally
            {
                Return(session, isReusable);
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == StoreErrors.Interrupted
            && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw StoreErrors.Create(exception, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Create(
                $"The folder of the store '{path}' cannot be created. Check the path and its permissions.", path, exception);
        }
    }

    private static CancellationTokenRegistration Interruption(StoreSession session, CancellationToken cancellationToken)
    {
        var handle = session.Connection.Handle!;
        return cancellationToken.UnsafeRegister(static state => raw.sqlite3_interrupt((sqlite3)state!), handle);
    }

    /// <summary>Ends a transaction that is still open: a read, or a failed write.</summary>
    private static bool End(StoreSession session) =>
        raw.sqlite3_get_autocommit(session.Connection.Handle) != 0
        || raw.sqlite3_exec(session.Connection.Handle, "ROLLBACK") == raw.SQLITE_OK;

    private StoreSession Rent()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(LocalVectorStore));
        if (_idle.TryTake(out var idle))
        {
            return idle;
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = (int)Math.Clamp(Math.Ceiling(busyTimeout.TotalSeconds), 1, int.MaxValue / 1000),
        }.ToString());
        try
        {
            if (!_isPrepared && System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            connection.Open();
            var session = new StoreSession(connection);
            StoreSchema.Open(session, path, isPrepared: _isPrepared);
            _isPrepared = true;
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Return(StoreSession session, bool isReusable)
    {
        if (!isReusable || _isDisposed)
        {
            session.Dispose();
            return;
        }

        _idle.Add(session);
        if (_isDisposed && _idle.TryTake(out var late))
        {
            late.Dispose();
        }
    }
}
