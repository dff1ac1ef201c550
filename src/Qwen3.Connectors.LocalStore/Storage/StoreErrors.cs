using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>
/// Result codes of SQLite to exceptions that say what to do. Values are parameters of statements, so that no message contains user text.
/// </summary>
internal static class StoreErrors
{
    public const string SystemName = "qwen3.localstore";

    public const int Busy = 5;

    public const int Interrupted = 9;

    public static VectorStoreException Create(SqliteException exception, string path) => Create(
        $"{Describe(exception, path)} SQLite reported code "
        + $"{exception.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture)}.",
        path,
        exception);

    public static VectorStoreException Create(string message, string path, Exception? inner = null) =>
        new(message, inner) { VectorStoreSystemName = SystemName, VectorStoreName = path };

    private static string Describe(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or 6 =>
            $"The store '{path}' stayed locked by another process or connection. Keep write transactions of other programs short, or raise "
            + $"{nameof(LocalVectorStoreOptions)}.{nameof(LocalVectorStoreOptions.BusyTimeout)}.",
        8 => $"The store '{path}' cannot be written: the file, its folder or one of the files -wal and -shm beside it is read-only. "
            + "A store needs write access, also to be searched.",
        10 => $"The operating system could not read or write the store '{path}'. Check the disk; network file systems are not supported.",
        11 => $"The store '{path}' is damaged. Restore a copy, or delete the file and its -wal and -shm files and index again.",
        13 => $"The disk with the store '{path}' is full. Nothing of this call was written. Free some space and repeat it.",
        14 => $"The store '{path}' cannot be opened or created. Check that the path is that of a file, and the permissions of its folder.",
        26 => $"The file '{path}' is not an SQLite database. Choose another path.",
        _ => $"The store '{path}' failed ({exception.SqliteErrorCode.ToString(CultureInfo.InvariantCulture)}).",
    };
}
