using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Qwen3.Connectors.LocalStore.Storage;
using SQLitePCL;

namespace Qwen3.Connectors.LocalStore.Indexing;

/// <summary>Reads vectors without an array per vector: this is where the time of a first search is spent.</summary>
internal static class VectorReader
{
    /// <summary>Receives a vector.</summary>
    /// <param name="id">The id of its record.</param>
    /// <param name="vector"><c>[dimensions]</c>; valid during the call.</param>
    public delegate void VectorHandler(long id, ReadOnlySpan<float> vector);

    /// <summary>Reads the vectors above an id, in the order of their ids.</summary>
    public static void ReadAfter(StoreSession session, string table, long id, VectorHandler handler) =>
        Read(session, $"SELECT id, vector FROM {table} WHERE id > ?1 ORDER BY id", id, handler);

    /// <summary>Reads the first vector at or above an id.</summary>
    public static void ReadNext(StoreSession session, string table, long id, VectorHandler handler) =>
        Read(session, $"SELECT id, vector FROM {table} WHERE id >= ?1 ORDER BY id LIMIT 1", id, handler);

    private static void Read(StoreSession session, string sql, long id, VectorHandler handler)
    {
        var handle = session.Connection.Handle;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, sql, out var statement), handle);
        using (statement)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_int64(statement, 1, id), handle);
            int code;
            while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                var stored = raw.sqlite3_column_blob(statement, 1);
                handler(
                    raw.sqlite3_column_int64(statement, 0),
                    BitConverter.IsLittleEndian ? MemoryMarshal.Cast<byte, float>(stored) : Reversed(stored));
            }

            if (code != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(code, handle);
            }
        }
    }

    private static float[] Reversed(ReadOnlySpan<byte> stored)
    {
        var values = new float[stored.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(stored[(i * sizeof(float))..]);
        }

        return values;
    }
}
